package io.tweetlake.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures speed and memory: {@code ./tweetlake benchmark}. */
@Command(
    name = "tweetlake benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures speed and memory. Without a name: updates, small files, latency and a cold start,"
          + " some minutes in all.",
      "Compare figures of one run only; on a busy machine the CPU seconds, and their ratios."
    },
    subcommands = {
      UpdateBenchmark.class,
      SmallFilesBenchmark.class,
      LatencyBenchmark.class,
      StartBenchmark.class,
      EngineBenchmark.class,
      IngestBenchmark.class,
      PageBenchmark.class,
      ScorerBenchmark.class,
      SparkBenchmark.class
    })
public final class Benchmark implements Callable<Integer> {
  private static final List<String> DEFAULT = List.of("update", "files", "latency", "start");

  private Benchmark() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmark()).execute(arguments));
  }

  @Override
  public Integer call() {
    int worst = 0;
    for (String name : DEFAULT) {
      System.out.printf("%n== %s%n", name);
      worst = Math.max(worst, new CommandLine(new Benchmark()).execute(name));
    }
    return worst;
  }

  @Command(
      name = "commits",
      mixinStandardHelpOptions = true,
      description = "What a commit costs as the log grows, and commits a second of 1 to 8 writers.")
  int commits(
      @Parameters(
              paramLabel = "VERSION",
              defaultValue = "10000",
              description = "The last one to write. By default ${DEFAULT-VALUE}.")
          String lastVersion)
      throws Exception {
    CommitBenchmark.main(new String[] {lastVersion});
    return 0;
  }
}
