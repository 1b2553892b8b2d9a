package io.tweetlake.benchmarks;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.store.ObjectPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A file of three posts on the warm embedded cloud: from its upload's end, which is when its event
 * leaves, to the commit of silver. One file at a time.
 */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "From the event of a 3-post file to the commit of silver, warm.")
final class LatencyBenchmark implements Callable<Integer> {
  private static final long POSTS_PER_FILE = 3;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(5);

  @Option(
      names = "--warm-up",
      defaultValue = "40",
      description = "Files before the clock starts. By default ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(names = "--files", defaultValue = "100", description = "By default ${DEFAULT-VALUE}.")
  private int files;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    List<Path> posts = GeneratedPosts.in(folder, (warmUp + files) * POSTS_PER_FILE, POSTS_PER_FILE);
    double[] millis = new double[files];
    RowCounter silver = new RowCounter("silver");
    try (LocalLake lake = LocalLake.open(GeneratedPosts.emptied(folder.resolve("lake")));
        Demo demo =
            Demo.start(
                PipelineFolder.load(Project.pipeline()), lake, folder.resolve("scratch"), silver)) {
      for (int i = 0; i < posts.size(); i++) {
        ObjectPath path =
            new ObjectPath(LocalLake.LANDING_BUCKET, "posts/" + posts.get(i).getFileName());
        lake.store().upload(path, posts.get(i), Map.of());
        long begin = System.nanoTime();
        silver.await((i + 1) * POSTS_PER_FILE, LONGEST);
        if (i >= warmUp) {
          millis[i - warmUp] = (System.nanoTime() - begin) / 1e6;
        }
        awaitIdle(demo);
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%d files: median %.0f ms, 95th percentile %.0f ms, longest %.0f ms%n",
        files,
        millis[files / 2],
        millis[Math.min(files - 1, files * 95 / 100)],
        millis[files - 1]);
    return 0;
  }

  /** So that the next file finds every function at rest, as it is at a few posts a minute. */
  private static void awaitIdle(Demo demo) throws InterruptedException {
    while (demo.deployment().pending() > 0) {
      Thread.sleep(POLL.toMillis());
    }
  }
}
