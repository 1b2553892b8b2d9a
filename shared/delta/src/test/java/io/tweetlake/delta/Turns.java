package io.tweetlake.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets one of several writers run at a time, from request to request, in an order that a seed
 * decides. So a run's interleaving can be repeated.
 */
final class Turns {
  /** Longer than a request can take that runs into all its timeouts and is sent again each time. */
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final SplittableRandom random;
  private final SimulatedClock clock;
  private final List<Runnable> late = new ArrayList<>();
  // by writer: how many of its requests wait; a writer with none is running
  private final TreeMap<Integer, Integer> waiting = new TreeMap<>();
  private int granted = -1;

  Turns(SplittableRandom random, SimulatedClock clock, int writers) {
    this.random = random;
    this.clock = clock;
    for (int writer = 0; writer < writers; writer++) {
      waiting.put(writer, 0);
    }
  }

  /** Waits until the writer may send its request. */
  synchronized void await(int writer) {
    waiting.merge(writer, 1, Integer::sum);
    grantIfAllWait();
    long startNanos = System.nanoTime();
    while (granted != writer) {
      long leftNanos = startNanos + MAX_WAIT_NANOS - System.nanoTime();
      if (leftNanos <= 0) {
        throw new IllegalStateException(
            "Writer %d never had its turn: granted to %d, waiting requests by writer: %s"
                .formatted(writer, granted, waiting));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    granted = -1;
    clock.tick();
    waiting.merge(writer, -1, Integer::sum);
    grantIfAllWait();
  }

  /** Takes a writer out of the game. */
  synchronized void finish(int writer) {
    waiting.remove(writer);
    grantIfAllWait();
  }

  synchronized void runLater(Runnable request) {
    late.add(request);
  }

  /** Runs what is late still, in any order. */
  synchronized void runAllLate() {
    while (!late.isEmpty()) {
      late.remove(random.nextInt(late.size())).run();
    }
  }

  private void grantIfAllWait() {
    if (granted >= 0 || waiting.isEmpty() || waiting.containsValue(0)) {
      return;
    }
    try {
      if (!late.isEmpty() && random.nextInt(4) == 0) {
        late.remove(random.nextInt(late.size())).run();
      }
    } finally {
      List<Integer> writers = List.copyOf(waiting.keySet());
      granted = writers.get(random.nextInt(writers.size()));
      notifyAll();
    }
  }
}
