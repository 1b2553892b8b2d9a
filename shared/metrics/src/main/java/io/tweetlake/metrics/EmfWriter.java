package io.tweetlake.metrics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes metrics as lines of CloudWatch's Embedded Metric Format, which the log of a function or a
 * container turns into metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     Metric Format</a>
 */
public final class EmfWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DELETE = 0x7F;

  private final DeploymentName deployment;
  private final Consumer<String> lines;
  private final Clock clock;

  /** Hands each line, without a line break, to {@code lines}. */
  public EmfWriter(DeploymentName deployment, Consumer<String> lines, Clock clock) {
    this.deployment = requireNonNull(deployment, "deployment is null");
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

  /**
   * Writes a line.
   *
   * @param dimensions values by name, in the order in which they are to stand
   */
  public void write(Map<String, String> dimensions, List<EmfMetric> metrics) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode meta = line.putObject("_aws");
    meta.put("Timestamp", clock.millis());
    ObjectNode directive = meta.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", deployment.metricNamespace());
    ArrayNode set = directive.putArray("Dimensions").addArray();
    ArrayNode definitions = directive.putArray("Metrics");
    dimensions.forEach(
        (name, value) -> {
          set.add(name);
          line.put(name, dimension(value));
        });
    for (EmfMetric metric : metrics) {
      definitions.addObject().put("Name", metric.name()).put("Unit", metric.unit().text());
      if (metric.value() == Math.rint(metric.value())) {
        line.put(metric.name(), (long) metric.value());
      } else {
        line.put(metric.name(), metric.value());
      }
    }
    lines.accept(line.toString());
  }
}
