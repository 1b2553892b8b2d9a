package io.tweetlake.ingester.internal.telemetry;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that is written over as the run goes on; events stand above it. */
public final class ProgressLine implements IngestListener {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;

  public ProgressLine(PrintWriter out) {
    this.out = requireNonNull(out, "out is null");
  }

  @Override
  public synchronized void happened(IngestEvent event) {
    out.print(CLEAR);
    out.println(event.message());
    out.flush();
  }

  @Override
  public synchronized void progressed(IngestReport report) {
    double seconds = Math.max(0.001, report.elapsed().toMillis() / 1e3);
    out.print(CLEAR);
    if (report.stopReason().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%,d posts (%,.0f a second), %,d written, %,d notices, %,d rejected",
          report.posts(),
          report.posts() / seconds,
          report.postsWritten(),
          report.noticeCount(),
          report.rejectedCount());
    }
    out.flush();
  }
}
