package io.tweetlake.ingester.internal.run;

import java.time.Duration;
import java.time.Instant;

/** The clock by which a run waits and ages. */
public interface Time {
  /** The machine's clock. */
  Time SYSTEM =
      new Time() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public boolean pause(Duration duration, Stop stop) throws InterruptedException {
          return !stop.await(duration);
        }
      };

  Instant now();

  /**
   * Waits for {@code duration}, or until the run shall end.
   *
   * @return whether the run goes on
   */
  boolean pause(Duration duration, Stop stop) throws InterruptedException;
}
