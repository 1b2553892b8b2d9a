package io.tweetlake.benchmarks;

import io.tweetlake.flow.Budget;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.flow.UpdateResult;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.scorer.ModelCatalog;
import io.tweetlake.function.scorer.SageMakerModel;
import io.tweetlake.local.LocalLake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A function's process as a benchmark starts it: the runtime that a deployed function has, from the
 * same environment, updating tables in turn and telling what each step cost.
 */
final class FunctionWorker {
  static final String JAVA_START = "Java's start";
  static final String OPENING = "opening the runtime";

  private static final Duration PLENTY = Duration.ofHours(1);

  private FunctionWorker() {}

  /** Updates the tables that are named, then ends. */
  public static void main(String[] tables) throws Exception {
    long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    tell(
        new Measurement(
            JAVA_START,
            0,
            (System.currentTimeMillis() - startMillis) * 1_000_000,
            ProcessUsage.cpuNanos(),
            ProcessUsage.peakBytes()));
    FunctionRuntime[] opened = new FunctionRuntime[1];
    tell(
        Measurement.of(
            OPENING,
            () -> {
              opened[0] = open(System.getenv());
              return 0L;
            }));
    try (FunctionRuntime runtime = opened[0]) {
      for (String table : tables) {
        tell(Measurement.of(table, () -> update(runtime, table)));
      }
    }
  }

  /** As the scorer is opened where models are configured, else as other functions are. */
  private static FunctionRuntime open(Map<String, String> environment) {
    FunctionConfig config = FunctionConfig.ofEnvironment(environment);
    return environment.containsKey(ModelCatalog.VARIABLE)
        ? FunctionRuntime.open(config, SageMakerModel.of(environment))
        : FunctionRuntime.open(config);
  }

  private static long update(FunctionRuntime runtime, String table) {
    long rows = 0;
    UpdateResult result;
    do {
      result =
          runtime
              .updater()
              .update(table, Wakeup.everything(), Budget.of(runtime.maxBytesPerCommit(), PLENTY));
      rows += result.commits().stream().mapToLong(UpdateMetrics::rowsIn).sum();
    } while (result.moreWork());
    return rows;
  }

  private static void tell(Measurement measurement) {
    System.out.println(measurement.line());
  }

  /**
   * Runs a worker to its end.
   *
   * @param flags of its Java
   * @param variables of its environment, beside those of every function
   * @return a measurement of Java's start, one of opening the runtime, and one a table
   */
  static List<Measurement> run(
      ObjectServer server,
      Path pipeline,
      int threads,
      long memoryMb,
      List<String> flags,
      Map<String, String> variables,
      List<String> tables)
      throws IOException, InterruptedException {
    ProcessBuilder builder = ChildJava.of(FunctionWorker.class, flags, tables);
    Map<String, String> environment = builder.environment();
    environment.putAll(variables);
    environment.put("TWEETLAKE_PIPELINE", pipeline.toString());
    environment.put("TWEETLAKE_LANDING_BUCKET", LocalLake.LANDING_BUCKET);
    environment.put("TWEETLAKE_LAKE_BUCKET", LocalLake.LAKE_BUCKET);
    environment.put("TWEETLAKE_THREADS", Integer.toString(threads));
    environment.put("TWEETLAKE_DUCKDB_MEMORY_MIB", Long.toString(memoryMb));
    server.describeTo(environment);
    Process process = builder.start();
    List<Measurement> measurements = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      // the runtime's metrics come on the same stream
      lines.lines().forEach(line -> Measurement.parse(line).ifPresent(measurements::add));
    }
    if (process.waitFor() != 0) {
      throw new IOException("The function's process failed; see above");
    }
    return measurements;
  }
}
