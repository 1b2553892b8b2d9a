package io.tweetlake.flow;

import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Updates a pipeline's tables until nothing is left, and says a line after each commit. */
final class UpdaterMain {
  static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze TBLPROPERTIES ("delta.checkpointInterval" = "3")
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION DROP ROW,
        CONSTRAINT known_author EXPECT (author IS NOT NULL) ON VIOLATION QUARANTINE ROW
      ) AS SELECT id, lang, author FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE languages
      AS SELECT lang, count(*) AS posts, sum(id) AS total, max(id) AS newest
      FROM STREAM(bronze) GROUP BY lang;
      """;

  /** One file a commit. */
  private static final Budget SMALL = Budget.of(1, Duration.ofMinutes(10));

  private UpdaterMain() {}

  /** Arguments: endpoint, access key, secret key, a folder for files. */
  public static void main(String[] arguments) throws IOException {
    S3Settings settings =
        S3Settings.at(URI.create(arguments[0]), new S3Keys(arguments[1], arguments[2]));
    Path scratch = Files.createTempDirectory(Path.of(arguments[3]), "process");
    try (ObjectStore store = S3ObjectStore.create(settings);
        Engine engine =
            Engine.open(
                new EngineOptions(1, 64L << 20, scratch)
                    .withTextFunctions(DuckDbFunctions.all())
                    .withInitialStatements(DuckDbMacros.statements()),
                (name, texts) -> {
                  throw new IllegalStateException("No model " + name);
                })) {
      Updater updater =
          new Updater(
              TestLake.pipeline(SQL),
              TestLake.LAYOUT,
              store,
              engine,
              metrics -> System.out.println(metrics.table() + " " + metrics.version()));
      // readers first, so that they too have work while the files last
      for (String table : new String[] {"languages", "silver", "bronze", "languages", "silver"}) {
        updater.update(table, Wakeup.everything(), SMALL);
      }
    }
  }
}
