package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of one committed update; they stand in its commit and go to the event log.
 *
 * @param flow the flow that ran; the table's name where it has only one
 * @param version of the table that the update made
 * @param duration from the start of the work to the end of the commit
 * @param rowsIn rows that the flow's query gave: {@code rowsWritten + rowsDropped +
 *     rowsQuarantined}
 * @param conflicts how often the work was done again because another writer was faster
 * @param expectations of the table, and of views with constraints that the flow reads
 */
public record UpdateMetrics(
    String table,
    String flow,
    long version,
    Instant startedAt,
    Duration duration,
    long inputFiles,
    long inputBytes,
    long rowsIn,
    long rowsWritten,
    long rowsDropped,
    long rowsQuarantined,
    int conflicts,
    Optional<Instant> newestInputAt,
    List<ExpectationCount> expectations) {
  public UpdateMetrics {
    requireNonNull(newestInputAt, "newestInputAt is null");
    requireNonNull(table, "table is null");
    requireNonNull(flow, "flow is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(duration, "duration is null");
    if (rowsIn != rowsWritten + rowsDropped + rowsQuarantined) {
      throw new IllegalArgumentException(
          "Rows of %s do not add up: %d in, %d written, %d dropped, %d quarantined"
              .formatted(table, rowsIn, rowsWritten, rowsDropped, rowsQuarantined));
    }
    expectations = List.copyOf(expectations);
  }

  /**
   * The counts that are recorded, as in Delta Live Tables: not those of rules that fail the update,
   * and none where no row came.
   */
  List<ExpectationCount> recordedExpectations() {
    return expectations.stream()
        .filter(count -> count.action() != Rule.Action.FAIL && count.passed() + count.failed() > 0)
        .toList();
  }

  /** How old the newest row was when it was committed; empty where no row came. */
  public Optional<Duration> freshness() {
    return newestInputAt.map(newest -> Duration.between(newest, startedAt.plus(duration)));
  }

  UpdateMetrics committed(long atVersion, Duration inAll) {
    return new UpdateMetrics(
        table,
        flow,
        atVersion,
        startedAt,
        inAll,
        inputFiles,
        inputBytes,
        rowsIn,
        rowsWritten,
        rowsDropped,
        rowsQuarantined,
        conflicts,
        newestInputAt,
        expectations);
  }
}
