package io.tweetlake.function;

import io.tweetlake.flow.Budget;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.flow.Updater;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.Table;
import io.tweetlake.store.MemoryObjectStore;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms a runtime up before Lambda takes a snapshot of it: real updates of a small pipeline, with
 * the runtime's own engine, over objects in memory, so that what every update needs is loaded and
 * compiled in the snapshot; and one request to S3, for the client's part.
 */
final class Priming {
  private static final Logger log = LoggerFactory.getLogger(Priming.class);

  private static final int ROUNDS = 3;
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final String FOLDER = "posts/";

  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT language EXPECT (lang == "en") ON VIOLATION DROP ROW
      ) AS SELECT id, lang, text FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE languages
      AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
      """;

  private static final String POSTS =
      """
      {"id": 1, "lang": "en", "text": "one", "user": {"id": 7, "name": "a"}, "tags": ["x", "y"]}
      {"id": 2, "lang": "de", "text": "zwei", "user": {"id": 8, "name": "b"}, "tags": []}
      """;

  private Priming() {}

  /**
   * Makes the updates. A failure is only told: without warmth a function is slow, not wrong.
   *
   * @return rows that were written, to tables that are gone
   */
  static long run(FunctionRuntime runtime) {
    try {
      long rows = update(runtime);
      runtime.store().head(runtime.layout().table("priming").resolve("_delta_log/none"));
      return rows;
    } catch (ObjectStoreException e) {
      log.warn("S3 cannot be reached before the snapshot: {}", e.getMessage());
      return 0;
    } catch (RuntimeException e) {
      log.error("Cannot warm up before the snapshot", e);
      return 0;
    }
  }

  private static long update(FunctionRuntime runtime) {
    String landing = runtime.layout().landingBucket();
    Pipeline pipeline =
        Pipeline.load(List.of(new SqlFile("priming.sql", SQL)), Map.of("landing", landing));
    long rows = 0;
    try (MemoryObjectStore store = new MemoryObjectStore()) {
      Updater updater =
          new Updater(pipeline, runtime.layout(), store, runtime.engine(), metrics -> {});
      for (int round = 0; round < ROUNDS; round++) {
        store.write(
            new ObjectPath(landing, FOLDER + round + ".ndjson"),
            POSTS.getBytes(StandardCharsets.UTF_8),
            Map.of());
        for (Table table : pipeline.tables()) {
          rows +=
              updater
                  .update(
                      table.name(),
                      Wakeup.everything(),
                      Budget.of(runtime.maxBytesPerCommit(), TIME))
                  .commits()
                  .stream()
                  .mapToLong(UpdateMetrics::rowsWritten)
                  .sum();
        }
      }
    }
    return rows;
  }
}
