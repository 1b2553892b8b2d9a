package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;
import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.MetricsListener;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.report.DisplayWidth;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Shows how far the tables are: a line that keeps changing on a terminal, else a line an update.
 */
final class LiveProgress implements MetricsListener, IngestListener, AutoCloseable {
  private static final long REFRESH_MILLIS = 100;
  private static final int MAX_COLUMNS = 110;

  /** Of a pipeline's file, which may be longer than what is wrong in it. */
  private static final Pattern FOLDERS =
      Pattern.compile("(?<=^|\\s)(?:[^\\s/]*/)+(?=[^\\s/:]+\\.sql:\\d)");

  private final Pipeline pipeline;
  private final Terminal terminal;
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(LiveProgress::daemon);
  private final long startNanos = System.nanoTime();
  private IntSupplier pending = () -> 0;
  private long rowsIn;
  private long landed;

  LiveProgress(Pipeline pipeline, Terminal terminal) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.terminal = requireNonNull(terminal, "terminal is null");
    pipeline.tables().forEach(table -> rows.put(table.name(), 0L));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "progress");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to show.
   *
   * @param pendingMessages tells how many messages are waiting or in work
   */
  synchronized void start(IntSupplier pendingMessages) {
    pending = pendingMessages;
    if (terminal.isInteractive()) {
      var unused =
          clock.scheduleWithFixedDelay(
              () -> terminal.status(line()), 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void happened(IngestEvent event) {
    terminal.line(event.message());
  }

  @Override
  public synchronized void progressed(IngestReport report) {
    landed = report.posts();
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    count(metrics);
    if (!terminal.isInteractive()) {
      terminal.line(
          String.format(
              Locale.ROOT,
              "%-12s version %d: %s rows in, %s written, %s dropped, %s quarantined, %.2f s",
              metrics.table(),
              metrics.version(),
              grouped(metrics.rowsIn()),
              grouped(metrics.rowsWritten()),
              grouped(metrics.rowsDropped()),
              grouped(metrics.rowsQuarantined()),
              metrics.duration().toMillis() / 1000.0));
    }
  }

  private synchronized void count(UpdateMetrics metrics) {
    rowsIn += metrics.rowsIn();
    rows.merge(
        metrics.table(),
        metrics.rowsWritten(),
        (before, now) -> isRewritten(metrics.table()) ? now : before + now);
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    String reason = FOLDERS.matcher(String.valueOf(cause.getMessage())).replaceAll("");
    terminal.line(
        "%s failed and will be tried again: %s"
            .formatted(table, DisplayWidth.fit(reason, MAX_COLUMNS)));
  }

  private boolean isRewritten(String name) {
    Optional<Table> table = pipeline.table(name);
    return table.isPresent()
        && (table.get().kind().isComputedAnew()
            || table.get().flows().stream()
                .anyMatch(flow -> flow.query().aggregation().isPresent()));
  }

  private synchronized String line() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    String tables =
        rows.entrySet().stream()
            .map(entry -> entry.getKey() + " " + grouped(entry.getValue()))
            .collect(Collectors.joining(" | "));
    return DisplayWidth.fit(
        String.format(
            Locale.ROOT,
            "%5.1f s  %s posts | %s  (%s rows/s, %d messages pending)",
            seconds,
            grouped(landed),
            tables,
            grouped(Math.round(rowsIn / Math.max(seconds, 0.1))),
            pending.getAsInt()),
        MAX_COLUMNS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    terminal.clear();
  }
}
