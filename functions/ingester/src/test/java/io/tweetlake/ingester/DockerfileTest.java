package io.tweetlake.ingester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image cannot be built without Docker; what it says of the program can be checked. */
class DockerfileTest {
  private static final Path ROOT = Path.of(System.getProperty("tweetlake.root", "../.."));

  @Test
  void namesClassesThatAreThereAndOneHealthFile() throws Exception {
    String dockerfile =
        Files.readString(ROOT.resolve("functions/ingester/src/main/docker/Dockerfile"));

    List<String> classes = matches("io\\.tweetlake\\.[\\w.]+", dockerfile);
    assertThat(classes)
        .containsExactly(HealthCheck.class.getName(), IngestMain.class.getName())
        .allSatisfy(
            name -> assertThat(Class.forName(name).getMethod("main", String[].class)).isNotNull());
    assertThat(matches("/tmp/[\\w.]+", dockerfile)).hasSize(2).containsOnly("/tmp/health.json");
    assertThat(matches("(?m)^USER (\\S+)", dockerfile)).as("not root").isNotEmpty();
  }

  @Test
  void isCheckedInTheCloudAsInTheImage() throws IOException {
    String stack =
        Files.readString(
            ROOT.resolve(
                "infrastructure-cdk/src/main/java/io/tweetlake/infrastructure/IngestStack.java"));

    assertThat(stack)
        .contains("\"" + HealthCheck.class.getName() + "\"")
        .contains("\"/app/classes:/app/lib/*\"")
        .contains("\"/tmp/health.json\"");
  }

  private static List<String> matches(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(MatchResult::group).toList();
  }
}
