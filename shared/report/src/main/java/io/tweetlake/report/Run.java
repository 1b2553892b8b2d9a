package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A burst of updates: none of them begins more than {@link RunHistory#PAUSE} after the others' end.
 *
 * @param tasks by table
 */
public record Run(Instant startedAt, Duration duration, Map<String, Task> tasks) {
  public Run {
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(duration, "duration is null");
    tasks = Map.copyOf(tasks);
  }

  public Instant endedAt() {
    return startedAt.plus(duration);
  }

  /** Whether any of its tasks failed in the end. */
  public boolean failed() {
    return tasks.values().stream().anyMatch(task -> task.error().isPresent());
  }

  /**
   * What a run did to one table.
   *
   * @param duration the sum of its updates' durations
   * @param error where its last attempt failed
   */
  public record Task(
      int updates,
      Duration duration,
      long inputFiles,
      long rowsIn,
      long rowsWritten,
      long rowsDropped,
      Optional<String> error) {
    public Task {
      requireNonNull(duration, "duration is null");
      requireNonNull(error, "error is null");
    }
  }
}
