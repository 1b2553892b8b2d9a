package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.MetricsListener;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps what went wrong lately, for several threads, and passes everything on. */
final class FailureNotes implements MetricsListener {
  private static final int MAX_FAILURES = 200;

  private final MetricsListener next;
  private final ConcurrentLinkedDeque<Failure> failures = new ConcurrentLinkedDeque<>();
  private final Map<String, String> leftOut = new ConcurrentSkipListMap<>();

  FailureNotes(MetricsListener next) {
    this.next = requireNonNull(next, "next is null");
  }

  void note(String table, Throwable cause) {
    failures.add(new Failure(table, Instant.now(), String.valueOf(cause.getMessage())));
    while (failures.size() > MAX_FAILURES) {
      failures.poll();
    }
  }

  /** Oldest first, whether or not the update succeeded later. */
  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Why files could not be loaded, by the table that reads them and their path. */
  Map<String, String> leftOut() {
    return Map.copyOf(leftOut);
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    next.committed(metrics);
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    note(table, cause);
    next.failed(table, flow, cause);
  }

  @Override
  public void leftOut(String table, String flow, ObjectPath file, String reason) {
    leftOut.put(table + ": " + file, reason);
    next.leftOut(table, flow, file, reason);
  }
}
