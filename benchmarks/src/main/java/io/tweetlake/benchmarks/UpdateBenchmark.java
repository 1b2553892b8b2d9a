package io.tweetlake.benchmarks;

import io.tweetlake.engine.EngineOptions;
import io.tweetlake.local.LocalLake;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whole updates as a deployed function makes them, in a process of its own: files from S3, rows,
 * statistics, upload and commit; beside DuckDB's own reader on local files, which loses what does
 * not fit.
 */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Posts from S3 to committed bronze and silver, as a function of 1 GB has it, beside DuckDB's"
            + " own lossy reader on local files.")
final class UpdateBenchmark implements Callable<Integer> {
  /** As a deployed function's. */
  private static final List<String> FUNCTION_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx128m");

  private static final String BRONZE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");

      """;

  private static final String SILVER =
      """
      CREATE OR REFRESH STREAMING TABLE %s (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION DROP ROW,
        CONSTRAINT has_user EXPECT (user_id IS NOT NULL AND length(text) <= 280) ON VIOLATION DROP ROW,
        CONSTRAINT popular EXPECT (followers > 10),
        CONSTRAINT valid_id EXPECT (id > 0) ON VIOLATION FAIL UPDATE
      )
      AS SELECT id, to_timestamp(created_at, "EEE MMM dd HH:mm:ss Z yyyy") AS created_at, text, lang,
        user.id AS user_id, user.screen_name AS screen_name, user.followers_count AS followers,
        is_quote_status, retweeted_status.id AS retweet_of,
        transform(entities.hashtags, h -> h.text) AS hashtags, retweet_count, source,
        in_reply_to_status_id, timestamp_ms
      FROM STREAM(bronze);
      """;

  // more tables of the same rows: what a process that has made a few updates needs for the next one
  private static final List<String> SILVERS = List.of("silver", "silver_2", "silver_3", "silver_4");

  @Mixin private PostsOption posts;

  @Option(names = "--threads", defaultValue = "1", description = "By default ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--memory-mb",
      defaultValue = "400",
      description = "DuckDB's own limit. By default ${DEFAULT-VALUE}.")
  private long memoryMb;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    System.out.println("Making posts where they are not there yet ...");
    List<Path> files = posts.files(folder);
    Path lake = GeneratedPosts.emptied(folder.resolve("lake"));
    String statements =
        BRONZE
            + SILVERS.stream().map(SILVER::formatted).collect(Collectors.joining("\n", "\n", ""));
    Path pipeline = Files.writeString(folder.resolve("update.sql"), statements);
    List<Measurement> measurements = new ArrayList<>();
    try (ObjectServer server = ObjectServer.start(lake)) {
      System.out.println("Landing them ...");
      try (S3ObjectStore store = server.connect()) {
        land(files, store);
      }
      System.out.println("Updating bronze and silver ...");
      for (Measurement step : run(server, pipeline, List.of("bronze"))) {
        measurements.add(
            step.named(step.rows() == 0 ? step.name() : step.name() + ", S3 to commit"));
      }
      // a function of its own, as in the cloud
      List<Measurement> silver = run(server, pipeline, SILVERS);
      measurements.add(
          silver
              .get(silver.size() - SILVERS.size())
              .named("silver, S3 to commit, the process's first"));
      measurements.add(
          silver.get(silver.size() - 1).named("silver, S3 to commit, the process's fourth"));
      System.out.println("Doing the same with DuckDB alone ...");
      measurements.addAll(floors(folder, files, lake, server, statements));
    }
    System.out.printf(
        "%,d files, %,d bytes compressed; %d thread(s), DuckDB limited to %d MB%n",
        files.size(), bytes(files), threads, memoryMb);
    System.out.print(Measurement.table(measurements));
    return 0;
  }

  private List<Measurement> run(ObjectServer server, Path pipeline, List<String> tables)
      throws Exception {
    return FunctionWorker.run(
        server, pipeline, threads, memoryMb, FUNCTION_FLAGS, Map.of(), tables);
  }

  private List<Measurement> floors(
      Path folder, List<Path> files, Path lake, ObjectServer server, String statements)
      throws Exception {
    EngineOptions options =
        new EngineOptions(
            threads, memoryMb << 20, GeneratedPosts.emptied(folder.resolve("scratch")));
    Path output = GeneratedPosts.emptied(folder.resolve("floor"));
    Pipeline pipeline =
        Pipeline.load(
            List.of(new SqlFile("update.sql", statements)),
            Map.of("landing", LocalLake.LANDING_BUCKET));
    Table silver = pipeline.table(SILVERS.get(0)).orElseThrow();
    List<Path> bronze = parquetFiles(lake.resolve(LocalLake.LAKE_BUCKET).resolve("tables/bronze"));
    try (PlainDuckDb duckDb = PlainDuckDb.open(options)) {
      Measurement load =
          Measurement.of(
              "DuckDB's read_json to Parquet, lossy, local",
              () -> duckDb.load(files, BronzeSchema.read(server), output.resolve("posts")));
      duckDb.select(pipeline, silver, bronze, output.resolve("cold"));
      Measurement select =
          Measurement.of(
              "DuckDB's silver, nothing counted, local",
              () -> {
                duckDb.select(pipeline, silver, bronze, output.resolve("warm"));
                return load.rows();
              });
      return List.of(load, select);
    }
  }

  private static List<Path> parquetFiles(Path folder) throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static void land(List<Path> files, ObjectStore store) {
    for (Path file : files) {
      store.upload(
          new ObjectPath(LocalLake.LANDING_BUCKET, "posts/" + file.getFileName()), file, Map.of());
    }
  }

  private static long bytes(List<Path> files) throws Exception {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
