package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential pauses with full jitter, so that many functions do not call again at the same time.
 *
 * @param attempts of one call, the first included
 */
record Backoff(int attempts, Duration firstPause, Duration longestPause) {
  static final Backoff DEFAULT = new Backoff(7, Duration.ofMillis(250), Duration.ofSeconds(10));

  Backoff {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be positive: " + attempts);
    }
    requireNonNull(firstPause, "firstPause is null");
    requireNonNull(longestPause, "longestPause is null");
  }

  /** The pause after an attempt, counted from 1. */
  Duration pauseAfter(int attempt) {
    long longest = firstPause.toMillis() << Math.min(attempt - 1, 20);
    long bounded = Math.min(longest, longestPause.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bounded / 2, bounded + 1));
  }

  Backoff withAttempts(int attempts) {
    return new Backoff(attempts, firstPause, longestPause);
  }
}
