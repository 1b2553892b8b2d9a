package io.tweetlake.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.ingester.IngestMain;
import io.tweetlake.local.LocalLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What it takes to ingest a steady stream. The ingester runs as its container runs it, as a process
 * of its own with a heap of 128 MB, and uploads to an S3 server in another process; this process
 * sends the posts. The processor time is the whole of the ingester's process.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The ingester on a steady stream of v1.1 posts, as its container runs it.",
      "Fails where a post is lost, or where it takes more than half a core."
    })
final class IngestBenchmark implements Callable<Integer> {
  private static final List<String> CONTAINER_FLAGS =
      List.of("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-Xmx128m");
  private static final int LINES = 10;
  private static final double MOST_CORES = 0.5;
  private static final long ENDING_SECONDS = 60;
  private static final long POLL_MILLIS = 100;

  @Option(names = "--seconds", defaultValue = "600", description = "By default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--posts-per-second",
      defaultValue = "2000",
      description = "By default ${DEFAULT-VALUE}.")
  private int postsPerSecond;

  @Override
  public Integer call() throws Exception {
    Path folder = GeneratedPosts.emptied(GeneratedPosts.defaultFolder().resolve("ingest"));
    Path healthFile = folder.resolve("health.json");
    long posts = (long) seconds * postsPerSecond;
    try (ObjectServer store = ObjectServer.start(folder.resolve("s3"));
        PostStream stream = PostStream.start(posts, postsPerSecond)) {
      Process process = start(store, stream, healthFile, folder.resolve("log.jsonl"));
      try {
        double cores = observe(process, healthFile, posts);
        process.destroy();
        if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("The ingester did not end");
        }
        JsonNode end = health(healthFile);
        System.out.printf(
            Locale.ROOT,
            "%,d posts sent, %,d landed, %,d dropped; %.1f %% of a core, %.0f µs a post%n",
            stream.sent(),
            end.path("posts_written").asLong(),
            end.path("dropped").asLong(),
            100 * cores,
            1e6 * cores / postsPerSecond);
        return end.path("posts_written").asLong() == posts && cores < MOST_CORES ? 0 : 1;
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(ObjectServer store, PostStream stream, Path healthFile, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        ChildJava.of(
            IngestMain.class,
            CONTAINER_FLAGS,
            List.of(
                "x-v1",
                "--base-url=" + stream.baseUrl(),
                "--landing=" + LocalLake.LANDING_BUCKET,
                "--health-file=" + healthFile));
    store.describeTo(builder.environment());
    Process process = builder.redirectOutput(log.toFile()).start();
    while (process.isAlive() && !Files.exists(healthFile)) {
      Thread.sleep(POLL_MILLIS);
    }
    return process;
  }

  /** Prints a line now and then until all posts are read; returns how many cores that took. */
  private double observe(Process process, Path healthFile, long posts)
      throws IOException, InterruptedException {
    System.out.printf(
        "%8s %10s %8s %10s %10s%n", "seconds", "posts", "core %", "heap MiB", "dropped");
    long start = System.nanoTime();
    long lastNanos = start;
    long lastCpuNanos = 0;
    long deadline = start + TimeUnit.SECONDS.toNanos(seconds + ENDING_SECONDS);
    try (ObservedJava java = ObservedJava.of(process)) {
      for (int line = 1; ; ) {
        JsonNode health = health(healthFile);
        long now = System.nanoTime();
        boolean ended = health.path("posts").asLong() + health.path("dropped").asLong() >= posts;
        if (ended || now - start >= line * TimeUnit.SECONDS.toNanos(seconds) / LINES) {
          long cpuNanos = java.cpuNanos();
          System.out.printf(
              Locale.ROOT,
              "%8.0f %10d %8.1f %10d %10d%n",
              (now - start) / 1e9,
              health.path("posts").asLong(),
              100.0 * (cpuNanos - lastCpuNanos) / (now - lastNanos),
              java.liveBytes() >> 20,
              health.path("dropped").asLong());
          lastNanos = now;
          lastCpuNanos = cpuNanos;
          line++;
        }
        if (ended) {
          return java.cpuNanos() / 1e9 / seconds;
        }
        if (now > deadline || !process.isAlive()) {
          throw new IOException("The ingester has not read all posts: " + health);
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static JsonNode health(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
