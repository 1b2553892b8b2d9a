package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How messages become invocations.
 *
 * @param batchSize messages of one invocation, at most
 * @param batchWindow how long to wait for a batch to fill once it has a message
 * @param retryDelay when a failed message is seen again; grows with its receive count. AWS waits
 *     for the whole visibility timeout, which nobody at a terminal wants to
 */
public record MappingOptions(int batchSize, Duration batchWindow, Duration retryDelay) {
  public MappingOptions {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1: " + batchSize);
    }
    requireNonNull(batchWindow, "batchWindow is null");
    requireNonNull(retryDelay, "retryDelay is null");
  }
}
