package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.flow.CommitMetrics;
import io.tweetlake.flow.ExpectationCount;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.report.Lineage.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One table's updates, read from its log bit by bit: a second look reads only the versions that
 * came since the first.
 */
final class TableHistory {
  /** Enough for a trend and the matrix of runs; a first look at a long log ends here. */
  private static final int MAX_UPDATES = 300;

  private final String table;
  private final DeltaTable delta;
  private final Deque<Update> updates = new ArrayDeque<>();
  private final Map<List<String>, long[]> passedAndFailed = new HashMap<>();
  private long seenVersion = -1;
  private long inputFiles;
  private long rowsIn;
  private long rowsWritten;
  private long rowsDropped;
  private long rowsQuarantined;

  TableHistory(String table, DeltaTable delta) {
    this.table = requireNonNull(table, "table is null");
    this.delta = requireNonNull(delta, "delta is null");
  }

  /** Reads what came since the last time, up to the snapshot's version. */
  void readUpTo(Snapshot snapshot) {
    long missing = Math.min(MAX_UPDATES, snapshot.version() - seenVersion);
    if (missing <= 0) {
      return;
    }
    List<Commit> newestFirst = delta.history((int) missing);
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Commit commit = newestFirst.get(i);
      // a commit that came after the snapshot may be in the answer already
      if (commit.version() > seenVersion) {
        seenVersion = commit.version();
        CommitMetrics.read(table, commit).ifPresent(this::add);
      }
    }
  }

  private void add(UpdateMetrics metrics) {
    updates.add(
        new Update(
            table,
            metrics.version(),
            metrics.startedAt(),
            metrics.duration(),
            metrics.inputFiles(),
            metrics.rowsIn(),
            metrics.rowsWritten(),
            metrics.rowsDropped(),
            metrics.rowsQuarantined(),
            metrics.newestInputAt()));
    if (updates.size() > MAX_UPDATES) {
      updates.removeFirst();
    }
    inputFiles += metrics.inputFiles();
    rowsIn += metrics.rowsIn();
    rowsWritten += metrics.rowsWritten();
    rowsDropped += metrics.rowsDropped();
    rowsQuarantined += metrics.rowsQuarantined();
    for (ExpectationCount count : metrics.expectations()) {
      long[] sums =
          passedAndFailed.computeIfAbsent(
              List.of(count.dataset(), count.name()), key -> new long[2]);
      sums[0] += count.passed();
      sums[1] += count.failed();
    }
  }

  List<Update> updates() {
    return List.copyOf(updates);
  }

  /**
   * @param dataset the table, or a view with constraints that it reads
   */
  long passed(String dataset, String expectation) {
    return passedAndFailed.getOrDefault(List.of(dataset, expectation), new long[2])[0];
  }

  long failed(String dataset, String expectation) {
    return passedAndFailed.getOrDefault(List.of(dataset, expectation), new long[2])[1];
  }

  long inputFiles() {
    return inputFiles;
  }

  long rowsIn() {
    return rowsIn;
  }

  long rowsWritten() {
    return rowsWritten;
  }

  long rowsDropped() {
    return rowsDropped;
  }

  long rowsQuarantined() {
    return rowsQuarantined;
  }
}
