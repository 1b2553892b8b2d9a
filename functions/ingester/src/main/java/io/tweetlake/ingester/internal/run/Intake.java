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
import java.util.OptionalLong;

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
  private final Duration patience;
  private final RunContext context;
  private Instant lastDelivery;
  private boolean overflowing;
  private boolean tracking;
  private OptionalLong highest = OptionalLong.empty();
  private int holds;
  private Optional<String> lastPostId = Optional.empty();
  private long line;

  public Intake(
      MessageReader reader,
      DeliveryQueue queue,
      WhenFull whenFull,
      int recentIds,
      Limits limits,
      Duration patience,
      RunContext context) {
    this.reader = requireNonNull(reader, "reader is null");
    this.queue = requireNonNull(queue, "queue is null");
    this.whenFull = requireNonNull(whenFull, "whenFull is null");
    this.recentIds = new RecentIds(recentIds);
    this.limits = requireNonNull(limits, "limits is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.context = requireNonNull(context, "context is null");
    this.tally = context.tally();
    this.time = context.time();
    this.stop = context.stop();
    this.lastDelivery = time.now();
  }

  /** Remembers what an earlier run has taken in last. */
  public synchronized void remember(Collection<String> ids) {
    recentIds.addAll(ids);
  }

  /** What follows belongs to a new input. */
  public synchronized void input(String name, int round) throws InterruptedException {
    enqueue(new Delivery.Input(name, round));
  }

  /** Takes in a line without its end; a blank one is a heartbeat. */
  public synchronized void line(byte[] bytes) throws InterruptedException {
    line++;
    if (counted(bytes)) {
      value(bytes, line);
    }
  }

  /** Counts a line whose values are taken in by themselves; false where it is blank. */
  public synchronized boolean counted(byte[] bytes) {
    for (byte c : bytes) {
      if (c != ' ' && c != '\t' && c != '\r') {
        tally.lineReceived();
        return true;
      }
    }
    return false;
  }

  /**
   * Takes in one JSON value, or text that is none.
   *
   * @param number the number of its line within the input, from 1
   * @return how many messages it held; several only for a page of v2 posts
   */
  public synchronized int value(byte[] bytes, long number) throws InterruptedException {
    List<Message> messages = reader.read(bytes);
    for (Message message : messages) {
      take(message, number);
    }
    return messages.size();
  }

  /** Takes in the part of a line whose end never came. */
  public synchronized void cutLine(byte[] bytes) throws InterruptedException {
    cutLine(bytes, ++line);
  }

  /**
   * Takes in the part of a line whose end never came.
   *
   * @param number the line's number within the input, from 1
   */
  public synchronized void cutLine(byte[] bytes, long number) throws InterruptedException {
    if (!counted(bytes)) {
      return;
    }
    List<Message> messages = reader.read(bytes);
    boolean whole = messages.stream().noneMatch(m -> m.kind() == MessageKind.REJECTED);
    for (Message message : whole ? messages : List.of(Message.cut(bytes))) {
      take(message, number);
    }
  }

  /** From now on, the messages' own positions say how far the source has been taken in. */
  public synchronized void trackPositions() {
    tracking = true;
  }

  /** Begins at the position that an earlier run reached. */
  public synchronized void resumeFrom(String position) {
    highest = OptionalLong.of(Long.parseLong(position));
  }

  public synchronized void forgetPosition() {
    highest = OptionalLong.empty();
  }

  /** The highest position of all messages taken in. */
  public synchronized Optional<String> highestPosition() {
    return highest.isPresent() ? Optional.of(Long.toString(highest.getAsLong())) : Optional.empty();
  }

  /** Something before the messages that now come is still missing; may be called repeatedly. */
  public synchronized void holdPositions() {
    holds++;
  }

  /** What was missing is there. */
  public synchronized void releasePositions() throws InterruptedException {
    holds--;
    if (holds == 0 && highest.isPresent()) {
      reached(Long.toString(highest.getAsLong()));
    }
  }

  /** The id of the post taken in last. */
  public synchronized Optional<String> lastPostId() {
    return lastPostId;
  }

  /** Notes that everything up to {@code position} has been taken in. */
  public synchronized void reached(String position) throws InterruptedException {
    enqueue(new Delivery.Mark(position));
  }

  private void take(Message message, long number) throws InterruptedException {
    MessageKind kind = message.kind();
    boolean post = kind == MessageKind.POST || kind == MessageKind.FILTERED;
    if (post) {
      tally.postReceived();
      if (limitReached()) {
        tally.beyondLimit();
        return;
      }
    }
    Optional<String> position = position(message);
    if (kind == MessageKind.FILTERED) {
      tally.accepted(message);
      mark(position);
    } else if (!message.id().map(recentIds::add).orElse(true)) {
      tally.duplicate();
      mark(position);
    } else {
      switch (enqueue(new Delivery.Item(message, number, position))) {
        case ADDED -> {
          tally.accepted(message);
          lastPostId = kind == MessageKind.POST ? message.id() : lastPostId;
        }
        case FULL -> {
          message.id().ifPresent(recentIds::remove);
          tally.dropped();
        }
        case CLOSED -> message.id().ifPresent(recentIds::remove);
      }
    }
    stopAtLimit();
  }

  private Optional<String> position(Message message) {
    if (!tracking) {
      return Optional.empty();
    }
    message
        .position()
        .map(Long::parseLong)
        .filter(value -> highest.isEmpty() || value > highest.getAsLong())
        .ifPresent(value -> highest = OptionalLong.of(value));
    return holds > 0 ? Optional.empty() : highestPosition();
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
    Duration wait = whenFull == WhenFull.WAIT ? FOREVER : overflowing ? Duration.ZERO : patience;
    Outcome outcome = queue.offer(delivery, wait);
    if (outcome == Outcome.FULL && !overflowing) {
      context.warn("dropping", "The store is too slow: posts are dropped until it catches up");
    }
    overflowing = outcome == Outcome.FULL;
    if (outcome == Outcome.ADDED) {
      lastDelivery = time.now();
    }
    return outcome;
  }
}
