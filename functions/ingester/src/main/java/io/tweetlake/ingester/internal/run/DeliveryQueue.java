package io.tweetlake.ingester.internal.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue bounded by the bytes and the number of what it holds. */
public final class DeliveryQueue {
  /** What became of an offer. */
  enum Outcome {
    ADDED,
    FULL,
    CLOSED
  }

  private static final int MAX_DELIVERIES = 20_000;

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Queue<Delivery> deliveries = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  public DeliveryQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a delivery, waiting for room for at most {@code patience}. */
  Outcome offer(Delivery delivery, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && isFull(delivery)) {
        if (nanos <= 0) {
          return Outcome.FULL;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (closed) {
        return Outcome.CLOSED;
      }
      deliveries.add(delivery);
      bytes += delivery.sizeBytes();
      notEmpty.signal();
      return Outcome.ADDED;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest delivery, waiting for one for at most {@code patience}. */
  public Optional<Delivery> poll(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (deliveries.isEmpty()) {
        if (nanos <= 0 || closed) {
          return Optional.empty();
        }
        nanos = notEmpty.awaitNanos(nanos);
      }
      Delivery delivery = deliveries.remove();
      bytes -= delivery.sizeBytes();
      notFull.signalAll();
      return Optional.of(delivery);
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing in any more; what is in it can still be polled. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // one delivery larger than the bound still passes through an empty queue
  private boolean isFull(Delivery delivery) {
    return deliveries.size() >= MAX_DELIVERIES
        || (!deliveries.isEmpty() && bytes + delivery.sizeBytes() > maxBytes);
  }
}
