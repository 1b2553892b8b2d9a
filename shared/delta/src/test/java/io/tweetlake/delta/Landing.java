package io.tweetlake.delta;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** The inputs of a test and when each landed: when it was first delivered. */
final class Landing {
  private final Clock clock;
  private final Map<Integer, Instant> landedAt = new ConcurrentSkipListMap<>();

  Landing(Clock clock) {
    this.clock = clock;
  }

  static String source(int input) {
    return "file:posts/in put %d.gz".formatted(input);
  }

  Clock clock() {
    return clock;
  }

  void land(int input) {
    landedAt.computeIfAbsent(input, key -> clock.instant());
  }

  List<Integer> landed() {
    return List.copyOf(landedAt.keySet());
  }

  /** Whether a table counts an input as taken in: by its entry, or by its age. */
  boolean isTakenIn(Snapshot table, int input) {
    OptionalLong before = table.progress(Progress.FILES_BEFORE);
    return table.progress(source(input)).isPresent()
        || (before.isPresent() && landedAt.get(input).toEpochMilli() <= before.getAsLong());
  }

  /** When the oldest input landed that a table has not taken in. */
  Optional<Instant> oldestPending(Snapshot table) {
    return landedAt.entrySet().stream()
        .filter(input -> !isTakenIn(table, input.getKey()))
        .map(Map.Entry::getValue)
        .min(Comparator.naturalOrder());
  }
}
