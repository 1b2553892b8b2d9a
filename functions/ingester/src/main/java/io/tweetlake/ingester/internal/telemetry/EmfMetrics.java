package io.tweetlake.ingester.internal.telemetry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.internal.message.Json;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics as log lines in CloudWatch's embedded metric format: once a minute what has happened
 * since the last one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
public final class EmfMetrics implements IngestListener {
  private static final String NAMESPACE = "Tweetlake";
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private record Metric(String unit, double value) {}

  private final PrintWriter out;
  private final String source;
  private final Clock clock;
  private Optional<IngestReport> last = Optional.empty();
  private Instant due;

  public EmfMetrics(PrintWriter out, String source, Clock clock) {
    this.out = requireNonNull(out, "out is null");
    this.source = requireNonNull(source, "source is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.due = clock.instant().plus(INTERVAL);
  }

  @Override
  public synchronized void progressed(IngestReport report) {
    Instant now = clock.instant();
    if (now.isBefore(due) && report.stopReason().isEmpty()) {
      return;
    }
    due = now.plus(INTERVAL);
    Map<String, Metric> metrics = new LinkedHashMap<>();
    metrics.put("PostsReceived", count(report, EmfMetrics::received));
    metrics.put("PostsWritten", count(report, IngestReport::postsWritten));
    metrics.put("PostsDuplicate", count(report, IngestReport::duplicates));
    metrics.put("PostsFiltered", count(report, IngestReport::filteredCount));
    metrics.put("PostsDropped", count(report, IngestReport::dropped));
    metrics.put("Notices", count(report, IngestReport::noticeCount));
    metrics.put("LinesRejected", count(report, IngestReport::rejectedCount));
    metrics.put("BytesWritten", new Metric("Bytes", count(report, IngestReport::bytes).value()));
    metrics.put("Reconnects", count(report, EmfMetrics::reconnects));
    report
        .newestPost()
        .ifPresent(
            newest ->
                metrics.put(
                    "Lag",
                    new Metric(
                        "Seconds", Math.max(0, Duration.between(newest, now).toMillis() / 1e3))));
    print(now, Map.of("Source", source), metrics);
    report
        .reconnects()
        .forEach(
            (cause, total) -> {
              long before =
                  last.map(previous -> previous.reconnects().getOrDefault(cause, 0L)).orElse(0L);
              if (total > before) {
                Map<String, String> dimensions = new LinkedHashMap<>();
                dimensions.put("Source", source);
                dimensions.put("Cause", cause);
                print(now, dimensions, Map.of("Reconnects", new Metric("Count", total - before)));
              }
            });
    last = Optional.of(report);
  }

  @FunctionalInterface
  private interface Counter {
    long count(IngestReport report);
  }

  private Metric count(IngestReport report, Counter counter) {
    return new Metric("Count", counter.count(report) - last.map(counter::count).orElse(0L));
  }

  private static long received(IngestReport report) {
    return report.posts() + report.duplicates() + report.filteredCount() + report.dropped();
  }

  private static long reconnects(IngestReport report) {
    return report.reconnects().values().stream().mapToLong(Long::longValue).sum();
  }

  private void print(Instant now, Map<String, String> dimensions, Map<String, Metric> metrics) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    ObjectNode aws = line.putObject("_aws");
    aws.put("Timestamp", now.toEpochMilli());
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    ArrayNode names = directive.putArray("Dimensions").addArray();
    dimensions.keySet().forEach(names::add);
    ArrayNode definitions = directive.putArray("Metrics");
    metrics.forEach(
        (name, metric) -> definitions.addObject().put("Name", name).put("Unit", metric.unit()));
    dimensions.forEach(line::put);
    metrics.forEach((name, metric) -> line.put(name, metric.value()));
    out.println(line);
    out.flush();
  }
}
