package io.tweetlake.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private static final int SEEDS = 50;

  @Test
  void givesAWriterItsTurnWhereALateRequestFailed() throws Exception {
    int failed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Turns turns = new Turns(new SplittableRandom(seed), new SimulatedClock(), 2);
      turns.runLater(
          () -> {
            throw new IllegalArgumentException("late");
          });
      Thread writer = new Thread(() -> turns.await(0), "writer 0");
      writer.setDaemon(true);
      writer.start();
      while (writer.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }

      try {
        turns.finish(1);
      } catch (IllegalArgumentException e) {
        failed++;
      }

      writer.join();
    }
    assertThat(failed).as("late requests that were run").isPositive();
  }
}
