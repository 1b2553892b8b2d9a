package io.tweetlake.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.engine.Rule;
import io.tweetlake.metrics.DeploymentName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmfLinesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final UpdateMetrics METRICS =
      new UpdateMetrics(
          "silver",
          "silver",
          7,
          NOW,
          Duration.ofMillis(120),
          1,
          4096,
          1847,
          577,
          1270,
          0,
          1,
          Optional.of(NOW.minusSeconds(9)),
          List.of(
              new ExpectationCount("silver", "valid_language", Rule.Action.DROP, 577, 1270),
              new ExpectationCount("silver", "strict", Rule.Action.FAIL, 1847, 0),
              new ExpectationCount("silver", "idle", Rule.Action.KEEP, 0, 0)));

  private final List<String> lines = new ArrayList<>();
  private final EmfLines emf =
      new EmfLines(DeploymentName.DEFAULT, lines::add, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void printsALineForTheTableAndOneForEachExpectationThatCounts() throws Exception {
    emf.committed(METRICS);

    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("\n"));
    JsonNode table = new ObjectMapper().readTree(lines.get(0));
    JsonNode directive = table.at("/_aws/CloudWatchMetrics/0");
    assertThat(table.at("/_aws/Timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(directive.get("Namespace").asText()).isEqualTo("Tweetlake/tweetlake");
    assertThat(directive.get("Dimensions").toString()).isEqualTo("[[\"Table\"]]");
    assertThat(table.get("Table").asText()).isEqualTo("silver");
    assertThat(table.get("RowsWritten").asLong()).isEqualTo(577);
    assertThat(table.get("Conflicts").asLong()).isEqualTo(1);
    assertThat(table.get("FreshnessSeconds").asLong()).isEqualTo(9);
    directive
        .get("Metrics")
        .forEach(metric -> assertThat(table.has(metric.get("Name").asText())).isTrue());
    JsonNode rule = new ObjectMapper().readTree(lines.get(1));
    assertThat(rule.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[\"Table\",\"Expectation\"]]");
    assertThat(rule.get("Expectation").asText()).isEqualTo("valid_language");
    assertThat(rule.get("ExpectationPassed").asLong()).isEqualTo(577);
    assertThat(rule.get("ExpectationFailed").asLong()).isEqualTo(1270);
  }

  @Test
  void writesNamesInTheCharactersThatCloudWatchTakes() throws Exception {
    emf.failed("größe", "größe", new IllegalStateException("x"));

    assertThat(new ObjectMapper().readTree(lines.get(0)).get("Table").asText())
        .isEqualTo("gr%C3%B6%C3%9Fe");
  }

  @Test
  void countsFailures() throws Exception {
    emf.failed("silver", "silver", new IllegalStateException("x"));

    assertThat(new ObjectMapper().readTree(lines.get(0)).get("UpdatesFailed").asLong())
        .isEqualTo(1);
  }

  @Test
  void oneListenerThatThrowsDoesNotKeepTheNewsFromTheOthers() {
    MetricsListener broken =
        metrics -> {
          throw new IllegalStateException("broken");
        };

    MetricsListener.all(broken, emf).committed(METRICS);

    assertThat(lines).isNotEmpty();
  }
}
