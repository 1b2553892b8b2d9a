package io.tweetlake.benchmarks;

import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.Rule;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast one thread makes bronze and silver of posts, beside the lossy floor: DuckDB's own JSON
 * reader with the columns told, which drops what does not fit.
 */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Posts to bronze, and bronze to 14 columns with 4 expectations, beside DuckDB's own reader.")
final class EngineBenchmark implements Callable<Integer> {
  private static final StructType NO_COLUMNS = new StructType(List.of());

  private static final String SILVER =
      "SELECT id, strptime(created_at, '%a %b %d %H:%M:%S %z %Y') AS created_at, text, lang,"
          + " \"user\".id AS user_id, \"user\".screen_name AS screen_name,"
          + " \"user\".followers_count AS followers, is_quote_status,"
          + " retweeted_status.id AS retweet_of,"
          + " list_transform(entities.hashtags, lambda h: h.text) AS hashtags,"
          + " retweet_count, source, in_reply_to_status_id, timestamp_ms FROM bronze";

  private static final List<Rule> RULES =
      List.of(
          new Rule("valid_language", "lang = 'en'", Rule.Action.DROP),
          new Rule("has_user", "user_id IS NOT NULL AND length(text) <= 280", Rule.Action.DROP),
          new Rule("popular", "followers > 10", Rule.Action.KEEP),
          new Rule("valid_id", "id > 0", Rule.Action.FAIL));

  @Mixin private PostsOption posts;

  @Option(names = "--input", description = "Files of posts, instead of made-up ones.")
  private List<Path> input = List.of();

  @Option(names = "--threads", defaultValue = "1", description = "By default ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--memory-mb",
      defaultValue = "400",
      description = "DuckDB's own limit. By default ${DEFAULT-VALUE}.")
  private long memoryMb;

  @Option(names = "--folder", description = "For made-up and written files.")
  private Path folder = GeneratedPosts.defaultFolder();

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(folder);
    List<Path> paths = input.isEmpty() ? posts.files(folder) : input;
    List<InputFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(
          new InputFile(
              path.toAbsolutePath(),
              "file://" + path.toAbsolutePath(),
              Files.size(path),
              Files.getLastModifiedTime(path).toInstant()));
    }
    EngineOptions options =
        new EngineOptions(threads, memoryMb << 20, folder.resolve("scratch").toAbsolutePath());
    List<Measurement> measurements = new ArrayList<>();
    Path bronzeFolder = emptied("bronze");
    WriteResult[] bronze = new WriteResult[1];
    try (Engine engine = engine(options);
        Workspace workspace = engine.newWorkspace()) {
      measurements.add(
          Measurement.of(
              "bronze",
              () -> {
                StructType known =
                    workspace.bindFiles("files", files, "json", Map.of(), NO_COLUMNS);
                bronze[0] = write(workspace, "SELECT * FROM files", List.of(), bronzeFolder, known);
                return bronze[0].rowsWritten();
              }));
      Path silverFolder = emptied("silver");
      measurements.add(
          Measurement.of(
              "silver: 14 columns, 4 expectations",
              () -> {
                bind(workspace, bronze[0]);
                return write(workspace, SILVER, RULES, silverFolder, NO_COLUMNS).rowsIn();
              }));
    }
    try (PlainDuckDb floor = PlainDuckDb.open(options)) {
      Path file = emptied("floor").resolve("posts.parquet");
      measurements.add(
          Measurement.of(
              "floor: DuckDB's read_json, lossy",
              () -> floor.load(paths, bronze[0].schema(), file)));
    }
    System.out.printf(
        "%,d files, %,d bytes compressed; %d thread(s), DuckDB limited to %d MB%n",
        files.size(), files.stream().mapToLong(InputFile::sizeBytes).sum(), threads, memoryMb);
    System.out.print(Measurement.table(measurements));
    return 0;
  }

  private static Engine engine(EngineOptions options) {
    return Engine.open(
        options,
        (name, texts) -> {
          throw new IllegalStateException("No query here asks a model");
        });
  }

  private static WriteResult write(
      Workspace workspace, String sql, List<Rule> rules, Path output, StructType table) {
    return workspace.write(
        new WriteRequest(
            sql,
            rules,
            table.fields().isEmpty() ? Optional.empty() : Optional.of(table),
            List.of(),
            output));
  }

  private static void bind(Workspace workspace, WriteResult written) {
    workspace.bindParquet(
        "bronze",
        written.files().stream().map(ParquetFile::localPath).toList(),
        written.files().stream().map(ParquetFile::partitionValues).toList(),
        written.schema(),
        List.of());
  }

  private Path emptied(String name) throws IOException {
    return GeneratedPosts.emptied(folder.resolve(name));
  }
}
