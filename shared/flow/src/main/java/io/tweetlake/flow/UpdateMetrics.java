package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.RuleCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The numbers of one committed update; they stand in its commit and go to the event log. */
public record UpdateMetrics(
    String table,
    long version,
    Instant startedAt,
    Duration duration,
    long inputFiles,
    long inputBytes,
    long rowsIn,
    long rowsWritten,
    long rowsDropped,
    long rowsQuarantined,
    List<RuleCount> expectations) {
  public UpdateMetrics {
    requireNonNull(table, "table is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(duration, "duration is null");
    expectations = List.copyOf(expectations);
  }
}
