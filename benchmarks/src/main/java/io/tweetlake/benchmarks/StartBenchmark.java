package io.tweetlake.benchmarks;

import io.tweetlake.local.LocalLake;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From the start of Java to the first committed bronze of 1,000 posts, and where the time goes; the
 * best of some runs, each on an empty lake.
 */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "A cold start: from Java's start to the first 1,000 posts committed to bronze.")
final class StartBenchmark implements Callable<Integer> {
  private static final long POSTS = 1_000;
  private static final int THREADS = 2;
  private static final long MEMORY_MB = 400;
  // what Lambda sets for its own Java
  private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

  private static final Map<String, String> SNAP_START =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

  @Option(names = "--runs", defaultValue = "5", description = "By default ${DEFAULT-VALUE}.")
  private int runs;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    Path file = GeneratedPosts.in(folder, POSTS, POSTS).get(0);
    System.out.print(Measurement.table(steps("as it is", best(folder, file, FLAGS))));
    Path archive = folder.resolve("classes.jsa");
    Files.deleteIfExists(archive);
    run(folder, file, plus("-XX:ArchiveClassesAtExit=" + archive), Map.of());
    System.out.print(
        Measurement.table(
            steps(
                "with a class archive",
                best(folder, file, plus("-XX:SharedArchiveFile=" + archive)))));
    System.out.print(
        Measurement.table(
            best(folder, file, FLAGS, SNAP_START).stream()
                .filter(step -> step.name().equals("bronze"))
                .map(step -> step.named("bronze after the priming that a snapshot holds"))
                .toList()));
    return 0;
  }

  private List<Measurement> best(Path folder, Path file, List<String> flags) throws Exception {
    return best(folder, file, flags, Map.of());
  }

  private List<Measurement> best(
      Path folder, Path file, List<String> flags, Map<String, String> environment)
      throws Exception {
    List<List<Measurement>> results = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      results.add(run(folder, file, flags, environment));
    }
    return results.stream()
        .min(Comparator.comparingLong(StartBenchmark::wallNanos))
        .orElseThrow(() -> new IllegalArgumentException("--runs must be positive"));
  }

  private static List<Measurement> run(
      Path folder, Path file, List<String> flags, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path lake = GeneratedPosts.emptied(folder.resolve("lake"));
    try (ObjectServer server = ObjectServer.start(lake)) {
      try (S3ObjectStore store = server.connect()) {
        store.upload(new ObjectPath(LocalLake.LANDING_BUCKET, "posts/first.gz"), file, Map.of());
      }
      return FunctionWorker.run(
          server, Project.pipeline(), THREADS, MEMORY_MB, flags, environment, List.of("bronze"));
    }
  }

  private static List<Measurement> steps(String how, List<Measurement> steps) {
    List<Measurement> all = new ArrayList<>(steps);
    Measurement last = steps.get(steps.size() - 1);
    all.add(
        new Measurement(
            "in all, " + how,
            last.rows(),
            wallNanos(steps),
            steps.stream().mapToLong(Measurement::cpuNanos).sum(),
            last.peakBytes()));
    return all;
  }

  private static long wallNanos(List<Measurement> steps) {
    return steps.stream().mapToLong(Measurement::wallNanos).sum();
  }

  private static List<String> plus(String flag) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add(flag);
    flags.add("-Xlog:cds=off");
    flags.add("-Xlog:cds+dynamic=off");
    return flags;
  }
}
