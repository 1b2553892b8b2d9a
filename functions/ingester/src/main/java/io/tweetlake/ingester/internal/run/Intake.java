package io.tweetlake.ingester.internal.run;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.Limits;
import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.internal.message.Message;
import io.tweetlake.ingester.internal.message.MessageKind;
import io.tweetlake.ingester.internal.message.MessageReader;
import io.tweetlake.ingester.internal.run.DeliveryQueue.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes a source's lines in: tells what they are, removes repetitions, keeps to the limits, counts,
 * and queues what is to land. Several threads may feed one intake.
 */
public final class Intake {
  /** What happens to a message for which the queue has no room. */
  public enum WhenFull {
    /** The source waits: it can be read on later. */
    WAIT,
    /** The source cannot wait for long; the message is dropped and counted. */
    DROP
  }

  // X gives up on a reader that is slower for longer
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FOREVER = Duration.ofDays(10_000);
  private static final Duration MARK_INTERVAL = Duration.ofSeconds(1);

  private final MessageReader reader;
  private final DeliveryQueue queue;
  private final WhenFull whenFull;
  private final Limits limits;
  private final Tally tally;
  private final Time time;
  private final Stop stop;
  private final RecentIds recentIds;
  private Instant lastDelivery;
  private boolean overflowing;
  private long line;

  public Intake(
      MessageReader reader,
      DeliveryQueue queue,
      WhenFull whenFull,
      int recentIds,
      Limits limits,
      Tally tally,
      Time time,
      Stop stop) {
    this.reader = requireNonNull(reader, "reader is null");
    this.queue = requireNonNull(queue, "queue is null");
    this.whenFull = requireNonNull(whenFull, "whenFull is null");
    this.recentIds = new RecentIds(recentIds);
    this.limits = requireNonNull(limits, "limits is null");
    this.tally = requireNonNull(tally, "tally is null");
    this.time = requireNonNull(time, "time is null");
    this.stop = requireNonNull(stop, "stop is null");
    this.lastDelivery = time.now();
  }

  /** Remembers what an earlier run has taken in last. */
  public synchronized void remember(Collection<String> ids) {
    recentIds.addAll(ids);
  }

  /** The ids taken in last, oldest first. */
  public synchronized List<String> latestIds(int count) {
    return recentIds.latest(count);
  }

  /** What follows belongs to a new input, whose lines are counted anew. */
  public synchronized void input(String name, int round) throws InterruptedException {
    line = 0;
    enqueue(new Delivery.Input(name, round));
  }

  /** Takes in a line without its end, and without a position to resume from. */
  public void line(byte[] bytes) throws InterruptedException {
    line(bytes, Optional.empty());
  }

  /**
   * Takes in a line without its end; an empty one is a heartbeat.
   *
   * @param position where to resume once everything up to this line is durable
   */
  public synchronized void line(byte[] bytes, Optional<String> position)
      throws InterruptedException {
    line++;
    if (bytes.length == 0) {
      return;
    }
    tally.lineReceived();
    for (Message message : reader.read(bytes)) {
      take(message, position);
    }
  }

  /** Takes in the part of a line whose end never came. */
  public synchronized void cutLine(byte[] bytes) throws InterruptedException {
    line++;
    tally.lineReceived();
    take(Message.cut(bytes), Optional.empty());
  }

  /** Notes that everything up to {@code position} has been taken in. */
  public synchronized void reached(String position) throws InterruptedException {
    enqueue(new Delivery.Mark(position));
  }

  private void take(Message message, Optional<String> position) throws InterruptedException {
    boolean post = message.kind() == MessageKind.POST || message.kind() == MessageKind.FILTERED;
    if (post) {
      tally.postReceived();
    }
    if (limitReached()) {
      return;
    }
    if (message.kind() == MessageKind.FILTERED) {
      tally.accepted(message);
      mark(position);
    } else if (!message.id().map(recentIds::add).orElse(true)) {
      tally.duplicate();
      mark(position);
    } else {
      switch (enqueue(new Delivery.Item(message, line, position))) {
        case ADDED -> tally.accepted(message);
        case FULL -> {
          message.id().ifPresent(recentIds::remove);
          tally.dropped();
        }
        case CLOSED -> message.id().ifPresent(recentIds::remove);
      }
    }
    stopAtLimit();
  }

  private boolean limitReached() {
    return limits.maxPosts().isPresent() && tally.posts() >= limits.maxPosts().getAsLong();
  }

  private void stopAtLimit() {
    if (limitReached()) {
      stop.request(StopReason.MAX_POSTS);
    }
    if (limits.maxSpendUsd().isPresent()
        && tally.spent().signum() > 0
        && tally.spent().compareTo(limits.maxSpendUsd().get()) >= 0) {
      stop.request(StopReason.MAX_SPEND);
    }
  }

  // without it the position would stand still while nothing lands
  private void mark(Optional<String> position) throws InterruptedException {
    if (position.isPresent()
        && Duration.between(lastDelivery, time.now()).compareTo(MARK_INTERVAL) >= 0) {
      enqueue(new Delivery.Mark(position.get()));
    }
  }

  private Outcome enqueue(Delivery delivery) throws InterruptedException {
    Duration patience =
        whenFull == WhenFull.WAIT ? FOREVER : overflowing ? Duration.ZERO : PATIENCE;
    Outcome outcome = queue.offer(delivery, patience);
    overflowing = outcome == Outcome.FULL;
    if (outcome == Outcome.ADDED) {
      lastDelivery = time.now();
    }
    return outcome;
  }
}
