package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Template;

/**
 * Each stack as text, so that a review shows what a change does to the deployment. Run with {@code
 * -Dsnapshots=write} to accept a change.
 */
@RequiresNode
class SnapshotTest {
  private static final Path FOLDER = Path.of("src", "test", "snapshots");
  private static final boolean WRITE = "write".equals(System.getProperty("snapshots"));

  @ParameterizedTest
  @ValueSource(strings = {"pipeline", "ingest", "observability", "large-ingest", "large-inference"})
  void isAsReviewed(String name) throws IOException {
    String snapshot = new Snapshot(new ObjectMapper().valueToTree(template(name).toJSON())).text();
    Path file = FOLDER.resolve(name + ".txt");
    if (WRITE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, snapshot);
    }
    assertThat(snapshot)
        .as("stack %s; if the change is meant, run the test with -Dsnapshots=write", name)
        .isEqualTo(Files.readString(file));
  }

  private static Template template(String name) {
    return switch (name) {
      case "pipeline" -> Deployment.DEFAULT.pipeline();
      case "ingest" -> Deployment.DEFAULT.ingest();
      case "observability" -> Deployment.DEFAULT.observability();
      case "large-ingest" -> Deployment.LARGE.ingest();
      case "large-inference" -> Deployment.LARGE.inference();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
