package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.engine.Rule;
import io.tweetlake.engine.RuleCount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints metrics as lines of CloudWatch's Embedded Metric Format, which Lambda's log turns into
 * metrics: rows by table, and passed and failed rows by table and expectation.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     Metric Format</a>
 */
public final class EmfLines implements MetricsListener {
  public static final String NAMESPACE = "Tweetlake";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COUNT = "Count";
  private static final int DELETE = 0x7F;

  private final Consumer<String> lines;
  private final Clock clock;

  /** Hands each line, without a line break, to {@code lines}. */
  public EmfLines(Consumer<String> lines) {
    this(lines, Clock.systemUTC());
  }

  EmfLines(Consumer<String> lines, Clock clock) {
    this.lines = requireNonNull(lines, "lines is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * A table's or an expectation's name as the value of a metric's dimension, of which CloudWatch
   * takes ASCII only: other characters are percent-encoded, as UTF-8, and so is a percent sign.
   */
  public static String dimension(String name) {
    StringBuilder value = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b < DELETE && b != '%') {
        value.append((char) b);
      } else {
        value.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return value.toString();
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    Map<String, Metric> values = new LinkedHashMap<>();
    values.put("InputFiles", new Metric(metrics.inputFiles(), COUNT));
    values.put("InputBytes", new Metric(metrics.inputBytes(), "Bytes"));
    values.put("RowsIn", new Metric(metrics.rowsIn(), COUNT));
    values.put("RowsWritten", new Metric(metrics.rowsWritten(), COUNT));
    values.put("RowsDropped", new Metric(metrics.rowsDropped(), COUNT));
    values.put("RowsQuarantined", new Metric(metrics.rowsQuarantined(), COUNT));
    values.put("Conflicts", new Metric(metrics.conflicts(), COUNT));
    values.put("UpdateMilliseconds", new Metric(metrics.duration().toMillis(), "Milliseconds"));
    metrics
        .freshness()
        .ifPresent(age -> values.put("FreshnessSeconds", new Metric(age.toSeconds(), "Seconds")));
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("Table", dimension(metrics.table()));
    print(dimensions, values);
    for (RuleCount count : metrics.expectations()) {
      if (count.action() != Rule.Action.FAIL) {
        dimensions.put("Expectation", dimension(count.name()));
        Map<String, Metric> counts = new LinkedHashMap<>();
        counts.put("ExpectationPassed", new Metric(count.passed(), COUNT));
        counts.put("ExpectationFailed", new Metric(count.failed(), COUNT));
        print(dimensions, counts);
      }
    }
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    print(Map.of("Table", dimension(table)), Map.of("UpdatesFailed", new Metric(1, COUNT)));
  }

  private record Metric(long value, String unit) {}

  private void print(Map<String, String> dimensions, Map<String, Metric> metrics) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode meta = line.putObject("_aws");
    meta.put("Timestamp", clock.millis());
    ObjectNode directive = meta.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    ArrayNode set = directive.putArray("Dimensions").addArray();
    ArrayNode definitions = directive.putArray("Metrics");
    dimensions.forEach(
        (name, value) -> {
          set.add(name);
          line.put(name, value);
        });
    metrics.forEach(
        (name, metric) -> {
          definitions.addObject().put("Name", name).put("Unit", metric.unit());
          line.put(name, metric.value());
        });
    lines.accept(line.toString());
  }
}
