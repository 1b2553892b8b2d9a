package io.tweetlake.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Spark with Delta on the posts of {@link UpdateBenchmark}, for comparison: local files instead of
 * S3, the same columns and conditions. Spark comes from Maven the first time.
 */
@Command(
    name = "spark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "The posts of 'update' to bronze and silver by Spark with Delta, from local files. Fetches"
            + " Spark (280 MB) the first time.")
final class SparkBenchmark implements Callable<Integer> {
  /** Spark reaches into the JDK; these are the openings that its own launcher makes on Java 17. */
  private static final List<String> OPENINGS =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  @Mixin private PostsOption posts;

  @Option(names = "--threads", defaultValue = "2", description = "By default ${DEFAULT-VALUE}.")
  private int threads;

  @Override
  public Integer call() throws Exception {
    Path project = Project.root().resolve("benchmarks/spark");
    int built =
        new ProcessBuilder(
                "mvn", "-q", "-B", "-ntp", "-f", project.resolve("pom.xml").toString(), "package")
            .inheritIO()
            .start()
            .waitFor();
    if (built != 0) {
      System.err.println("Cannot fetch Spark: see what Maven says above");
      return 1;
    }
    Path folder = Files.createDirectories(GeneratedPosts.defaultFolder());
    Path input = posts.files(folder).get(0).getParent();
    Path output = GeneratedPosts.emptied(folder.resolve("spark"));
    List<Measurement> measurements = run(project, input, output);
    System.out.printf("Spark, %d threads, heap of 2 GB%n", threads);
    System.out.print(Measurement.table(measurements));
    return measurements.isEmpty() ? 1 : 0;
  }

  private List<Measurement> run(Path project, Path input, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx2g");
    OPENINGS.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("-Dlog4j2.level=error");
    command.add("-cp");
    command.add(project.resolve("target") + "/*:" + project.resolve("target/lib") + "/*");
    command.add("io.tweetlake.benchmarks.spark.SparkPeer");
    command.add(input.toString());
    command.add(output.toString());
    command.add(Integer.toString(threads));
    Path log = output.resolve("spark.log");
    Process process =
        new ProcessBuilder(command)
            .directory(output.toFile())
            .redirectError(Redirect.to(log.toFile()))
            .start();
    List<Measurement> measurements = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> Measurement.parse(line).ifPresent(measurements::add));
    }
    if (process.waitFor() != 0) {
      throw new IOException("Spark failed; see " + log);
    }
    return measurements;
  }
}
