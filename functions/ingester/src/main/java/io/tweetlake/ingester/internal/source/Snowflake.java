package io.tweetlake.ingester.internal.source;

import java.time.Instant;

/** X's ids of posts, whose upper bits are the milliseconds since the service's epoch. */
final class Snowflake {
  private static final long EPOCH_MILLIS = 1288834974657L;
  private static final int TIME_SHIFT = 22;

  private Snowflake() {}

  /** When the post with this id was made; the epoch for what is no such id. */
  static Instant time(String id) {
    try {
      return Instant.ofEpochMilli((Long.parseLong(id) >> TIME_SHIFT) + EPOCH_MILLIS);
    } catch (NumberFormatException e) {
      return Instant.EPOCH;
    }
  }
}
