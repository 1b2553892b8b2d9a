package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A queue in memory; its messages die with the process. Whoever starts it again must look for work
 * that was announced to the queue before.
 */
public final class MemoryQueue implements MessageQueue {
  /** Longest wait before looking again, so that another clock than the system's can be followed. */
  private static final long MAX_WAIT_MILLIS = 50;

  private final String name;
  private final Duration visibilityTimeout;
  private final Redrive redrive;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * @param visibilityTimeout how long a received message stays out of sight
   * @param redrive what becomes of a message that is received again and again
   */
  public MemoryQueue(
      String name, Duration visibilityTimeout, Redrive redrive, InstantSource clock) {
    this.name = requireNonNull(name, "name is null");
    this.visibilityTimeout = requireNonNull(visibilityTimeout, "visibilityTimeout is null");
    this.redrive = requireNonNull(redrive, "redrive is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** A queue that keeps its messages until somebody deletes them, such as a dead-letter queue. */
  public static MemoryQueue withoutRedrive(String name, Duration visibilityTimeout) {
    return new MemoryQueue(name, visibilityTimeout, Redrive.never(), InstantSource.system());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(String body) {
    requireNonNull(body, "body is null");
    put(new Entry(UUID.randomUUID().toString(), body, clock.instant()));
  }

  private synchronized void put(Entry entry) {
    entries.put(entry.id, entry);
    notifyAll();
  }

  @Override
  public synchronized List<Message> receive(int maxMessages, Duration wait)
      throws InterruptedException {
    Instant end = clock.instant().plus(wait);
    while (true) {
      List<Message> received = receiveNow(maxMessages);
      long leftMillis = Duration.between(clock.instant(), end).toMillis();
      if (!received.isEmpty() || leftMillis <= 0) {
        return received;
      }
      wait(Math.min(leftMillis, MAX_WAIT_MILLIS));
    }
  }

  private List<Message> receiveNow(int maxMessages) {
    Instant now = clock.instant();
    List<Message> received = new ArrayList<>();
    Iterator<Entry> remaining = entries.values().iterator();
    while (remaining.hasNext() && received.size() < maxMessages) {
      Entry entry = remaining.next();
      if (entry.visibleAt.isAfter(now)) {
        continue;
      }
      if (redrive.isDue(entry.receiveCount)) {
        remaining.remove();
        redrive.deadLetters().put(new Entry(entry.id, entry.body, entry.sentAt));
        continue;
      }
      received.add(entry.receive(now, now.plus(visibilityTimeout)));
    }
    return received;
  }

  @Override
  public synchronized void delete(Message message) {
    if (isLatest(message)) {
      entries.remove(message.id());
    }
  }

  @Override
  public synchronized void changeVisibility(Message message, Duration timeout) {
    if (isLatest(message)) {
      entries.get(message.id()).visibleAt = clock.instant().plus(timeout);
      notifyAll();
    }
  }

  @Override
  public synchronized int depth() {
    return entries.size();
  }

  /** The bodies of all messages, oldest first. */
  public synchronized List<String> bodies() {
    return entries.values().stream().map(entry -> entry.body).toList();
  }

  private boolean isLatest(Message message) {
    Entry entry = entries.get(message.id());
    return entry != null && entry.receiptHandle.equals(message.receiptHandle());
  }

  /** When a message goes to a dead-letter queue instead of being received once more. */
  public static final class Redrive {
    private final int maxReceiveCount;
    private final MemoryQueue deadLetters;

    private Redrive(int maxReceiveCount, MemoryQueue deadLetters) {
      this.maxReceiveCount = maxReceiveCount;
      this.deadLetters = deadLetters;
    }

    public static Redrive never() {
      return new Redrive(Integer.MAX_VALUE, null);
    }

    public static Redrive after(int maxReceiveCount, MemoryQueue deadLetters) {
      if (maxReceiveCount < 1) {
        throw new IllegalArgumentException(
            "maxReceiveCount must be at least 1: " + maxReceiveCount);
      }
      return new Redrive(maxReceiveCount, requireNonNull(deadLetters, "deadLetters is null"));
    }

    private boolean isDue(int receiveCount) {
      return receiveCount >= maxReceiveCount;
    }

    private MemoryQueue deadLetters() {
      return deadLetters;
    }
  }

  private static final class Entry {
    private final String id;
    private final String body;
    private final Instant sentAt;
    private Instant firstReceivedAt = Instant.MAX;
    private Instant visibleAt = Instant.MIN;
    private String receiptHandle = "";
    private int receiveCount;

    Entry(String id, String body, Instant sentAt) {
      this.id = id;
      this.body = body;
      this.sentAt = sentAt;
    }

    Message receive(Instant now, Instant invisibleUntil) {
      receiveCount++;
      if (receiveCount == 1) {
        firstReceivedAt = now;
      }
      visibleAt = invisibleUntil;
      receiptHandle = UUID.randomUUID().toString();
      return new Message(id, receiptHandle, body, receiveCount, sentAt, firstReceivedAt);
    }
  }
}
