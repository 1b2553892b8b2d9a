package io.tweetlake.delta;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is asked for instants only, so that its zone makes no difference. */
abstract class TestClock extends Clock {
  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
