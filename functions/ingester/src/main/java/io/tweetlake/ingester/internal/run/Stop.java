package io.tweetlake.ingester.internal.run;

import io.tweetlake.ingester.StopReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Tells every thread of a run that it shall end, and the first reason why. */
public final class Stop {
  private final AtomicReference<StopReason> reason = new AtomicReference<>();
  private final CountDownLatch requested = new CountDownLatch(1);

  /** Asks the run to end; only the first reason counts. */
  public void request(StopReason why) {
    reason.compareAndSet(null, why);
    requested.countDown();
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  public Optional<StopReason> reason() {
    return Optional.ofNullable(reason.get());
  }

  /** Waits until the run shall end, or {@code patience} is over. */
  public boolean await(Duration patience) throws InterruptedException {
    return requested.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
