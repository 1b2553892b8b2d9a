package io.tweetlake.localstack;

import io.tweetlake.local.UserException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/**
 * The emulator that tests run against: the one that {@code AWS_ENDPOINT_URL} or the system property
 * {@code tweetlake.emulator} names, else LocalStack where there is Docker, else MiniStack where
 * there is Python.
 */
final class TestEmulator {
  private static final String PROPERTY = "tweetlake.emulator";
  private static final String ENDPOINT = "AWS_ENDPOINT_URL";

  private TestEmulator() {}

  static ProjectFiles files() {
    return new ProjectFiles(Path.of(System.getProperty("tweetlake.root", "..")));
  }

  /** Starts it; where there is none, the test is skipped with the reason. */
  static EmulatorRun start(List<String> functions) {
    Optional<String> given =
        Optional.ofNullable(System.getProperty(PROPERTY))
            .or(() -> Optional.ofNullable(System.getenv(ENDPOINT)))
            .filter(url -> !url.isBlank());
    if (given.isPresent()) {
      return GivenEndpoint.at(URI.create(given.get()));
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return ContainedLocalStack.start(files());
    }
    try {
      return MiniStack.start(files(), 0, functions, invocation -> {});
    } catch (UserException e) {
      throw skip(
          "%s names no emulator; there is no Docker; %s".formatted(ENDPOINT, e.getMessage()));
    }
  }

  /** Skips a test so that whoever reads the output sees that nothing was verified. */
  static RuntimeException skip(String reason) {
    System.out.println("SKIPPED, NOTHING WAS VERIFIED ON AN EMULATOR: " + reason);
    Assumptions.abort(reason);
    return new IllegalStateException(reason);
  }
}
