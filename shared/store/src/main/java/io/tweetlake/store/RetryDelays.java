package io.tweetlake.store;

import java.time.Duration;

/**
 * How often a request is sent, and how long to wait in between: a random time between nothing and a
 * ceiling that doubles from the base to the maximum.
 *
 * @param maxAttempts of one request, the first included
 * @param base the first ceiling after a failure
 * @param throttledBase the first ceiling after SlowDown and its like
 */
public record RetryDelays(int maxAttempts, Duration base, Duration throttledBase, Duration max) {
  /** With seven attempts the waits add up to at most 40 s, less than a function's timeout. */
  public static final RetryDelays DEFAULT =
      new RetryDelays(7, Duration.ofMillis(25), Duration.ofMillis(200), Duration.ofSeconds(10));

  public RetryDelays {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts is not positive: " + maxAttempts);
    }
    if (base.isNegative() || throttledBase.isNegative() || max.isNegative()) {
      throw new IllegalArgumentException("A delay is negative");
    }
  }
}
