package io.tweetlake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
  @Test
  void comesAfterTheWorkThatMustNotBeDisturbed() throws InterruptedException {
    try (Interruption interruption = Interruption.ofThisThread()) {
      Thread ending = new Thread(interruption::interrupt);

      boolean interrupted =
          interruption.undisturbed(
              () -> {
                ending.start();
                while (ending.getState() != Thread.State.TIMED_WAITING) {
                  Thread.onSpinWait();
                }
                return Thread.currentThread().isInterrupted();
              });

      assertThat(interrupted).isFalse();
      assertThatThrownBy(() -> new CountDownLatch(1).await(30, TimeUnit.SECONDS))
          .isInstanceOf(InterruptedException.class);
    }
  }
}
