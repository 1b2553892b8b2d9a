package io.tweetlake.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the unit tests of what the real endpoint serves, where there is a Python. */
class ModelFolderTest {
  @Test
  void passesItsOwnTests() throws IOException, InterruptedException {
    boolean python = exitCode("python3", "--version") == 0;
    if (!python) {
      // the reason of an assumption stands in the report only
      System.err.println("Skipped the tests of model/: no python3 on this machine");
    }
    assumeTrue(python, "no python3 on this machine");
    Process tests =
        new ProcessBuilder("python3", "-B", "-m", "unittest", "discover", "-s", "model/tests")
            .directory(Path.of(System.getProperty("tweetlake.root")).toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor()).as(output).isZero();
    assertThat(output).containsPattern("Ran [1-9]\\d* tests");
  }

  private static int exitCode(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
