package io.tweetlake.ingester.internal.telemetry;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.metrics.EmfMetric;
import io.tweetlake.metrics.EmfMetric.Unit;
import io.tweetlake.metrics.EmfWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics as log lines in CloudWatch's embedded metric format: once a minute what has happened
 * since the last one.
 */
public final class EmfMetrics implements IngestListener {
  private static final String SOURCE = "Source";
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final EmfWriter emf;
  private final String source;
  private final Clock clock;
  private Optional<IngestReport> last = Optional.empty();
  private Instant due;

  public EmfMetrics(DeploymentName deployment, PrintWriter out, String source, Clock clock) {
    requireNonNull(out, "out is null");
    this.emf =
        new EmfWriter(
            deployment,
            line -> {
              out.println(line);
              out.flush();
            },
            clock);
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
    List<EmfMetric> metrics = new ArrayList<>();
    metrics.add(count("PostsReceived", report, EmfMetrics::received));
    metrics.add(count("PostsWritten", report, IngestReport::postsWritten));
    metrics.add(count("PostsDuplicate", report, IngestReport::duplicates));
    metrics.add(count("PostsFiltered", report, IngestReport::filteredCount));
    metrics.add(count("PostsDropped", report, IngestReport::dropped));
    metrics.add(count("Notices", report, IngestReport::noticeCount));
    metrics.add(count("LinesRejected", report, IngestReport::rejectedCount));
    metrics.add(new EmfMetric("BytesWritten", Unit.BYTES, since(report, IngestReport::bytes)));
    metrics.add(count("Reconnects", report, EmfMetrics::reconnects));
    report
        .newestPost()
        .ifPresent(
            newest ->
                metrics.add(
                    new EmfMetric(
                        "Lag",
                        Unit.SECONDS,
                        Math.max(0, Duration.between(newest, now).toMillis() / 1e3))));
    emf.write(Map.of(SOURCE, source), metrics);
    report.reconnects().forEach((cause, total) -> reconnected(cause, total));
    last = Optional.of(report);
  }

  @FunctionalInterface
  private interface Counter {
    long count(IngestReport report);
  }

  private void reconnected(String cause, long total) {
    long before = last.map(previous -> previous.reconnects().getOrDefault(cause, 0L)).orElse(0L);
    if (total > before) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      dimensions.put(SOURCE, source);
      dimensions.put("Cause", cause);
      emf.write(dimensions, List.of(EmfMetric.count("Reconnects", total - before)));
    }
  }

  private EmfMetric count(String name, IngestReport report, Counter counter) {
    return EmfMetric.count(name, since(report, counter));
  }

  private long since(IngestReport report, Counter counter) {
    return counter.count(report) - last.map(counter::count).orElse(0L);
  }

  private static long received(IngestReport report) {
    return report.posts() + report.duplicates() + report.filteredCount() + report.dropped();
  }

  private static long reconnects(IngestReport report) {
    return report.reconnects().values().stream().mapToLong(Long::longValue).sum();
  }
}
