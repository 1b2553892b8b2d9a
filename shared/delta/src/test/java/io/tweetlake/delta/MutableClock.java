package io.tweetlake.delta;

import java.time.Duration;
import java.time.Instant;

/** The present time, moved forward at will. */
final class MutableClock extends TestClock {
  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration duration) {
    ahead = ahead.plus(duration);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
