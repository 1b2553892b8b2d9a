package io.tweetlake.benchmarks;

import io.tweetlake.function.scorer.ModelCatalog;
import io.tweetlake.function.scorer.ModelEndpoint;
import io.tweetlake.local.LocalLake;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.endpoint.Dialect;
import io.tweetlake.sentiment.endpoint.HostedModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import io.tweetlake.sentiment.endpoint.Usage;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whole updates of the scorer, in a process of its own as a deployed function has it, against an
 * endpoint in this process whose workers answer every call after 40 ms: how much of their time they
 * work, and what that costs the function. A tenth of the rows comes first: what a function needs
 * must not grow with them.
 */
@Command(
    name = "scorer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "How busy the scorer keeps an endpoint that answers 32 texts in 40 ms, and what that costs.")
final class ScorerBenchmark implements Callable<Integer> {
  private static final String ENDPOINT = "benchmark";
  private static final String MODEL = "moods";
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final int WORKERS = ModelEndpoint.DEFAULT_CONCURRENCY;
  private static final int ROWS_PER_FILE = 20_000;
  private static final int WORDS = 14;
  private static final int ENGINE_MEMORY_MB = 400;
  private static final List<String> FUNCTION_FLAGS = List.of("-Xmx128m");

  /** Each landing file becomes a version of {@code few} or {@code many}, as posts that come in. */
  private static final String PIPELINE =
      """
      CREATE OR REFRESH STREAMING TABLE few AS SELECT id, text
      FROM STREAM read_files("s3://${landing}/few/", format => "json", maxFilesPerTrigger => 1);
      CREATE OR REFRESH STREAMING TABLE many AS SELECT id, text
      FROM STREAM read_files("s3://${landing}/many/", format => "json", maxFilesPerTrigger => 1);
      CREATE OR REFRESH STREAMING TABLE few_moods
      AS SELECT * EXCEPT (mood), mood.* FROM (SELECT *, ai_query("moods", text) AS mood FROM STREAM(few));
      CREATE OR REFRESH STREAMING TABLE many_moods
      AS SELECT * EXCEPT (mood), mood.* FROM (SELECT *, ai_query("moods", text) AS mood FROM STREAM(many));
      """;

  @Option(
      names = "--rows",
      defaultValue = "1000000",
      description = "Posts, no two alike. By default ${DEFAULT-VALUE}.")
  private int rows;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    Path lake = GeneratedPosts.emptied(folder.resolve("lake"));
    Path pipeline = Files.writeString(folder.resolve("scorer.sql"), PIPELINE);
    int few = Math.max(ROWS_PER_FILE, rows / 10);
    try (ObjectServer server = ObjectServer.start(lake)) {
      System.out.printf("Landing %,d and %,d posts ...%n", few, rows);
      try (S3ObjectStore store = server.connect()) {
        land(store, "few", few);
        land(store, "many", rows);
      }
      worker(server, pipeline, Map.of(), List.of("few", "many"));
      System.out.printf(
          "%d workers, %d ms a call of at most %d texts; a function with a heap of 128 MB%n%n",
          WORKERS, LATENCY.toMillis(), ModelEndpoint.DEFAULT_MAX_TEXTS);
      System.out.printf(
          "%10s %8s %10s %8s %14s %14s %12s %8s%n",
          "rows",
          "wall s",
          "calls",
          "busy %",
          "while active %",
          "CPU µs/row",
          "cores used",
          "RSS MB");
      score(server, pipeline, "few_moods");
      score(server, pipeline, "many_moods");
    }
    return 0;
  }

  private static void score(ObjectServer server, Path pipeline, String table) throws Exception {
    HostedModel hosted =
        HostedModel.of(new ConstantModel(), Dialect.HUGGING_FACE)
            .withLatency(LATENCY)
            .withWorkers(WORKERS);
    try (SageMakerStandIn standIn = SageMakerStandIn.startHosted(Map.of(ENDPOINT, hosted))) {
      Map<String, String> models =
          Map.of(
              ModelCatalog.VARIABLE,
              "{\"%s\":{\"endpoint\":\"%s\"}}".formatted(MODEL, ENDPOINT),
              "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
              standIn.endpoint().toString(),
              // the scorer's default
              "TWEETLAKE_MAX_COMMIT_MIB",
              "4");
      List<Measurement> steps = worker(server, pipeline, models, List.of(table));
      print(steps.get(steps.size() - 1), standIn.usage(ENDPOINT));
    }
  }

  private static void print(Measurement step, Usage usage) {
    // the latency itself, without what the stand-in's threads waited for a processor
    double busyNanos = (double) usage.calls() * LATENCY.toNanos() / WORKERS;
    OptionalLong peakBytes = step.peakBytes();
    System.out.printf(
        Locale.ROOT,
        "%,10d %8.1f %,10d %8.1f %14.1f %14.0f %12.2f %8s%n",
        step.rows(),
        step.wallNanos() / 1e9,
        usage.calls(),
        100 * busyNanos / step.wallNanos(),
        100 * busyNanos / usage.active().toNanos(),
        step.cpuNanos() / 1e3 / step.rows(),
        (double) step.cpuNanos() / step.wallNanos(),
        peakBytes.isPresent() ? Long.toString(peakBytes.getAsLong() >> 20) : "unknown");
  }

  private static List<Measurement> worker(
      ObjectServer server, Path pipeline, Map<String, String> variables, List<String> tables)
      throws IOException, InterruptedException {
    return FunctionWorker.run(
        server, pipeline, 1, ENGINE_MEMORY_MB, FUNCTION_FLAGS, variables, tables);
  }

  private static void land(ObjectStore store, String prefix, int rows) throws IOException {
    for (int first = 0; first < rows; first += ROWS_PER_FILE) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        for (int id = first; id < Math.min(first + ROWS_PER_FILE, rows); id++) {
          String line = "{\"id\":%d,\"text\":\"%s\"}%n".formatted(id, text(id));
          out.write(line.getBytes(StandardCharsets.UTF_8));
        }
      }
      store.write(
          new ObjectPath(LocalLake.LANDING_BUCKET, "%s/%09d.ndjson.gz".formatted(prefix, first)),
          bytes.toByteArray(),
          Map.of());
    }
  }

  /** As long as a post usually is, and no easier to compress. */
  private static String text(int id) {
    Random random = new Random(id);
    return Stream.generate(() -> Long.toString(random.nextLong() >>> 30, Character.MAX_RADIX))
        .limit(WORDS)
        .collect(Collectors.joining(" "));
  }

  /** Costs nothing, so that the endpoint's time is the latency alone. */
  private static final class ConstantModel implements SentimentModel {
    @Override
    public String id() {
      return "constant";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      return Collections.nCopies(texts.size(), Sentiment.of(0.1, 0.2, 0.7));
    }
  }
}
