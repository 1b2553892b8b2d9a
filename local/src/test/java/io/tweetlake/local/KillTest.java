package io.tweetlake.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is killed at any moment leaves a lake that the next one brings to the same end. */
class KillTest {
  private static final int KILLS = 4;
  private static final int MAX_LIFE_MILLIS = 6_000;

  @TempDir private Path folder;

  @Test
  void reachesTheSameTablesHoweverOftenItIsKilled() throws Exception {
    Path posts = folder.resolve("posts.ndjson");
    try (OutputStream out = Files.newOutputStream(posts)) {
      new PostGenerator(9, Mix.SAMPLE_STREAM).write(out, 500);
    }
    Path lake = folder.resolve("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(lake, posts);
      boolean ended = process.waitFor(1 + random.nextInt(MAX_LIFE_MILLIS), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (ended) {
        break;
      }
    }
    assertThat(start(lake, posts).waitFor()).as("exit code; seed %s", seed).isZero();

    List<List<List<String>>> killed = contents(lake);
    try (TestDemo undisturbed = TestDemo.start(folder.resolve("undisturbed"))) {
      undisturbed.ingest(Files.readAllBytes(posts));
      undisturbed.awaitComplete();
      assertThat(killed).as("seed %s", seed).isEqualTo(contents(undisturbed));
    }
  }

  private Process start(Path lake, Path posts) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx400m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Duser.timezone=UTC",
            "-Dtweetlake.root=" + System.getProperty("tweetlake.root", ".."),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            DemoProcess.class.getName(),
            lake.toString(),
            posts.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()))
        .start();
  }

  private static List<List<List<String>>> contents(Path folder) throws InterruptedException {
    try (TestDemo demo = TestDemo.start(folder)) {
      demo.awaitComplete();
      return contents(demo);
    }
  }

  private static List<List<List<String>>> contents(TestDemo demo) {
    return List.of(
        demo.rows("SELECT id, lang, text, user.screen_name FROM bronze ORDER BY id"),
        demo.rows("SELECT * FROM silver ORDER BY id"),
        demo.rows("SELECT * FROM languages ORDER BY lang"),
        demo.rows("SELECT id, text, label, score, error FROM sentiment ORDER BY id"));
  }

  /** The process that is killed. */
  static final class DemoProcess {
    private DemoProcess() {}

    public static void main(String[] arguments) throws Exception {
      try (TestDemo demo = TestDemo.start(Path.of(arguments[0]))) {
        demo.ingest(Files.readAllBytes(Path.of(arguments[1])));
        demo.awaitComplete();
      }
      System.exit(0);
    }
  }
}
