package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How much one invocation may do. What is left is found by the next wake-up.
 *
 * @param maxBytes of source data taken in by one commit
 * @param deadline no new commit is begun after it
 */
public record Budget(long maxBytes, Instant deadline) {
  public Budget {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
    }
    requireNonNull(deadline, "deadline is null");
  }

  public static Budget of(long maxBytes, Duration time) {
    return new Budget(maxBytes, Instant.now().plus(time));
  }
}
