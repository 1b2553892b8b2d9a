package io.tweetlake.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmfWriterTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);

  private static String line(DeploymentName deployment, EmfMetric metric) {
    List<String> lines = new ArrayList<>();
    new EmfWriter(deployment, lines::add, CLOCK).write(Map.of("Table", "größe"), List.of(metric));
    return String.join("\n", lines);
  }

  @Test
  void writesALineOfTheFormatInTheCharactersThatCloudWatchTakes() {
    assertThat(line(DeploymentName.DEFAULT, EmfMetric.count("Rows", 7)))
        .isEqualTo(
            "{\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":[{"
                + "\"Namespace\":\"Tweetlake/tweetlake\",\"Dimensions\":[[\"Table\"]],"
                + "\"Metrics\":[{\"Name\":\"Rows\",\"Unit\":\"Count\"}]}]},"
                + "\"Table\":\"gr%C3%B6%C3%9Fe\",\"Rows\":7}");
    assertThat(line(DeploymentName.DEFAULT, new EmfMetric("Lag", EmfMetric.Unit.SECONDS, 1.5)))
        .endsWith("\"Lag\":1.5}");
    assertThat(EmfWriter.dimension("100 % größer?")).isEqualTo("100 %25 gr%C3%B6%C3%9Fer?");
  }

  @Test
  void deploymentsHaveNamespacesOfTheirOwn() {
    DeploymentName second = DeploymentName.ofEnvironment(Map.of("TWEETLAKE_NAME", "second"));

    assertThat(line(second, EmfMetric.count("Rows", 7)))
        .contains("\"Namespace\":\"Tweetlake/second\"");
    assertThat(DeploymentName.ofEnvironment(Map.of())).isEqualTo(DeploymentName.DEFAULT);
    assertThatThrownBy(() -> DeploymentName.ofEnvironment(Map.of("TWEETLAKE_NAME", "A b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name is 'A b': give 2 to 20 lower-case letters and digits, a letter first");
  }
}
