package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a landing file is closed and the next one begun.
 *
 * @param maxMessages messages a file
 * @param maxBytes bytes a file, before compression
 * @param maxAge how long a message waits at most before it is written; does not apply to replayed
 *     files, whose landing files depend on their content alone
 */
public record Rotation(int maxMessages, long maxBytes, Duration maxAge) {
  /** 5,000 messages, 32 MiB or a minute, whichever comes first. */
  public static final Rotation DEFAULT = new Rotation(5000, 32L << 20, Duration.ofMinutes(1));

  public Rotation {
    requireNonNull(maxAge, "maxAge is null");
    if (maxMessages < 1 || maxBytes < 1 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(
          "A landing file holds at least one message, byte and moment, not %d messages, %d bytes, %s"
              .formatted(maxMessages, maxBytes, maxAge));
    }
  }
}
