package io.tweetlake.ingester;

import io.tweetlake.ingester.internal.run.Stop;
import io.tweetlake.ingester.internal.run.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock whose pauses are over at once, and are remembered. */
public final class VirtualTime implements Time {
  private final Instant start;
  private final long startNanos = System.nanoTime();
  private final AtomicLong skippedNanos = new AtomicLong();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  public VirtualTime(Instant start) {
    this.start = start;
  }

  public void skip(Duration duration) {
    skippedNanos.addAndGet(duration.toNanos());
  }

  public List<Duration> pauses() {
    return pauses;
  }

  @Override
  public Instant now() {
    return start.plusNanos(System.nanoTime() - startNanos + skippedNanos.get());
  }

  @Override
  public boolean pause(Duration duration, Stop stop) {
    pauses.add(duration);
    skip(duration);
    return !stop.isRequested();
  }
}
