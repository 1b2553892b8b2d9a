package io.tweetlake.delta;

import java.time.Duration;
import java.time.Instant;

/** A time that goes on by a step with each request, whatever the time of day. */
final class SimulatedClock extends TestClock {
  private static final Duration STEP = Duration.ofSeconds(10);

  private volatile Instant now = Instant.parse("2021-01-01T00:00:00Z");

  void tick() {
    advance(STEP);
  }

  synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
