package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.internal.util.Clock;

/** Lets delta-standalone see the time of a clock of ours. */
record StandaloneClock(java.time.Clock clock) implements Clock {
  StandaloneClock {
    requireNonNull(clock, "clock is null");
  }

  @Override
  public long getTimeMillis() {
    return clock.millis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long waitTillTime(long targetTimeMillis) {
    throw new UnsupportedOperationException("Nothing in delta-standalone waits");
  }
}
