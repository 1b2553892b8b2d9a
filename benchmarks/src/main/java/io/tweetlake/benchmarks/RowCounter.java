package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.MetricsListener;
import io.tweetlake.flow.UpdateMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a table has taken in a number of rows. */
final class RowCounter implements MetricsListener {
  private final String table;
  private long rowsIn;

  RowCounter(String table) {
    this.table = requireNonNull(table, "table is null");
  }

  @Override
  public synchronized void committed(UpdateMetrics metrics) {
    if (metrics.table().equals(table)) {
      rowsIn += metrics.rowsIn();
      notifyAll();
    }
  }

  synchronized void await(long rows, Duration longest)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + longest.toNanos();
    while (rowsIn < rows) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (leftMillis <= 0) {
        throw new TimeoutException(
            "%s has taken in %d of %d rows in %s".formatted(table, rowsIn, rows, longest));
      }
      wait(leftMillis);
    }
  }
}
