package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is kept in memory between reading and writing.
 *
 * @param maxBytes bytes of messages that wait to be written
 * @param patience how long a live stream that cannot be read again is kept waiting when they are as
 *     many; after that, posts are dropped and counted
 */
public record Buffer(long maxBytes, Duration patience) {
  /** 16 MiB and ten seconds, as X gives up on a reader that stands still for longer. */
  public static final Buffer DEFAULT = new Buffer(16L << 20, Duration.ofSeconds(10));

  public Buffer {
    requireNonNull(patience, "patience is null");
    if (maxBytes < 1 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot buffer %d bytes with a patience of %s".formatted(maxBytes, patience));
    }
  }
}
