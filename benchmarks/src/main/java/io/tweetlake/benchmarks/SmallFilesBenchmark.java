package io.tweetlake.benchmarks;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Many small files on the embedded cloud, all four tables at work, one process. Cold functions are
 * measured in processes of their own, with the compiler that Lambda and the command line choose.
 */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "2,000 files of 3 posts to committed silver, on the embedded cloud.")
final class SmallFilesBenchmark implements Callable<Integer> {
  private static final long POSTS_PER_FILE = 3;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final List<String> COLD_FLAGS =
      List.of(
          "-Xmx400m",
          "-Xss512k",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off");

  @Option(names = "--files", defaultValue = "2000", description = "By default ${DEFAULT-VALUE}.")
  private int files;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    System.out.printf(
        "%-52s %8s %8s%n", "%,d files of %d posts".formatted(files, POSTS_PER_FILE), "s", "CPU s");
    Path archive = folder.resolve("files.jsa");
    Files.deleteIfExists(archive);
    cold("lying there when cold functions start", "-XX:ArchiveClassesAtExit=" + archive);
    cold("the same with the launcher's class archive", "-XX:SharedArchiveFile=" + archive);
    Work work = Work.of(folder, files);
    tell("landing one after the other: to land them", work.landing());
    // as a snapshot of a warm function has it: classes loaded and compiled, nothing read yet
    tell("lying there when warm functions start", work.waiting());
    return 0;
  }

  private void cold(String what, String flag) throws Exception {
    List<String> flags = new ArrayList<>(COLD_FLAGS);
    flags.add(flag);
    Process process =
        ChildJava.of(SmallFilesBenchmark.class, flags, List.of(Integer.toString(files), what))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("The process of cold functions failed; see above");
    }
  }

  /** Lands files, then measures functions whose code has never run. */
  public static void main(String[] arguments) throws Exception {
    Path folder = GeneratedPosts.defaultFolder();
    tell(arguments[1], Work.of(folder, Integer.parseInt(arguments[0])).waiting());
  }

  /** How long something took, and what the process used of the processors in that time. */
  private record Cost(double seconds, double cpuSeconds) {}

  private static final class Clock {
    private final long beginNanos = System.nanoTime();
    private final long beginCpuNanos = ProcessUsage.cpuNanos();

    Cost stop() {
      return new Cost(
          (System.nanoTime() - beginNanos) / 1e9, (ProcessUsage.cpuNanos() - beginCpuNanos) / 1e9);
    }
  }

  /** Posts in small files, and the pipeline that takes them in. */
  private record Work(Pipeline pipeline, Path folder, List<byte[]> bodies) {
    static Work of(Path folder, int files) throws IOException {
      List<byte[]> bodies = new ArrayList<>();
      for (Path file : GeneratedPosts.in(folder, files * POSTS_PER_FILE, POSTS_PER_FILE)) {
        bodies.add(Files.readAllBytes(file));
      }
      return new Work(PipelineFolder.load(Project.pipeline()), folder, bodies);
    }

    Cost waiting() throws Exception {
      RowCounter silver = new RowCounter("silver");
      try (LocalLake lake = LocalLake.open(GeneratedPosts.emptied(folder.resolve("lake")))) {
        land(lake);
        Clock clock = new Clock();
        try (Demo demo = Demo.start(pipeline, lake, folder.resolve("scratch"), silver)) {
          silver.await(bodies.size() * POSTS_PER_FILE, LONGEST);
          return clock.stop();
        }
      }
    }

    Cost landing() throws Exception {
      RowCounter silver = new RowCounter("silver");
      try (LocalLake lake = LocalLake.open(GeneratedPosts.emptied(folder.resolve("lake")));
          Demo demo = Demo.start(pipeline, lake, folder.resolve("scratch"), silver)) {
        Clock clock = new Clock();
        land(lake);
        Cost landing = clock.stop();
        Clock landed = new Clock();
        silver.await(bodies.size() * POSTS_PER_FILE, LONGEST);
        tell("landing one after the other: last file to silver", landed.stop());
        return landing;
      }
    }

    private void land(LocalLake lake) {
      for (int i = 0; i < bodies.size(); i++) {
        lake.store()
            .write(
                new ObjectPath(LocalLake.LANDING_BUCKET, "posts/%06d.gz".formatted(i)),
                bodies.get(i),
                Map.of());
      }
    }
  }

  private static void tell(String what, Cost cost) {
    System.out.printf(Locale.ROOT, "%-52s %8.2f %8.2f%n", what, cost.seconds(), cost.cpuSeconds());
  }
}
