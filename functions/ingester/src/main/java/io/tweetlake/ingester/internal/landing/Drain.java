package io.tweetlake.ingester.internal.landing;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.internal.run.Delivery;
import io.tweetlake.ingester.internal.run.RunContext;
import io.tweetlake.ingester.internal.state.Checkpoint;
import io.tweetlake.store.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes what the queue delivers, and the position after what is durable. Used by one thread. */
public final class Drain {
  private final LandingWriter writer;
  private final Optional<Checkpoint> checkpoint;
  private final Duration maxAge;
  private final RunContext context;
  private Optional<String> reached = Optional.empty();
  private Instant savedAt;

  /**
   * @param checkpoint where positions are kept; empty for a source that begins anew each time, and
   *     whose objects depend on its content alone, not on the time
   */
  public Drain(
      LandingWriter writer, Optional<Checkpoint> checkpoint, Duration maxAge, RunContext context) {
    this.writer = requireNonNull(writer, "writer is null");
    this.checkpoint = requireNonNull(checkpoint, "checkpoint is null");
    this.maxAge = requireNonNull(maxAge, "maxAge is null");
    this.context = requireNonNull(context, "context is null");
    this.savedAt = context.time().now();
  }

  public void accept(Delivery delivery) throws InterruptedException {
    if (delivery instanceof Delivery.Input input) {
      flush();
      writer.round(input.round());
    } else if (delivery instanceof Delivery.Mark mark) {
      reached = Optional.of(mark.position());
    } else if (delivery instanceof Delivery.Item item) {
      if (writer.needsFlushFor(item.message())) {
        flush();
      }
      writer.add(item.message(), item.line());
      item.message().id().ifPresent(id -> checkpoint.ifPresent(state -> state.remember(id)));
      item.position().ifPresent(position -> reached = Optional.of(position));
    }
  }

  /** Writes what has waited for long enough. */
  public void tick() throws InterruptedException {
    boolean aged =
        writer.pending() > 0
            ? writer.isAged()
            : reached.isPresent()
                && Duration.between(savedAt, context.time().now()).compareTo(maxAge) >= 0;
    if (checkpoint.isPresent() && aged) {
      flush();
    }
  }

  /** Writes everything, then the position. */
  public void flush() throws InterruptedException {
    writer.flush();
    if (checkpoint.isPresent() && reached.isPresent()) {
      checkpoint.get().reach(reached.get());
      save(checkpoint.get());
    }
    savedAt = context.time().now();
  }

  private void save(Checkpoint state) {
    try {
      if (!state.save(context.time().now())) {
        context.stop().request(StopReason.LEASE_LOST);
        context.warn("lease-lost", "Another run has written the position: this one ends");
      }
    } catch (ObjectStoreException e) {
      context.warn("position-not-saved", "It is saved next time: " + e.getMessage());
    }
  }
}
