package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Feeds a queue's messages to a function, one batch after the other, on a thread of its own.
 * Messages that the function reports as failed come again; so do all of a batch where it throws.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final MessageQueue queue;
  private final Function function;
  private final MappingOptions options;
  private final InvocationListener listener;
  private final Thread poller;
  private volatile boolean stopped;

  private EventSourceMapping(
      MessageQueue queue, Function function, MappingOptions options, InvocationListener listener) {
    this.queue = requireNonNull(queue, "queue is null");
    this.function = requireNonNull(function, "function is null");
    this.options = requireNonNull(options, "options is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.poller = new Thread(this::poll, "event-source-mapping-" + function.name());
    poller.setDaemon(true);
  }

  public static EventSourceMapping start(
      MessageQueue queue, Function function, MappingOptions options, InvocationListener listener) {
    EventSourceMapping mapping = new EventSourceMapping(queue, function, options, listener);
    mapping.poller.start();
    return mapping;
  }

  /** Lets the invocation that is under way end, and begins no other. */
  @Override
  public void close() {
    stopped = true;
    boolean interrupted = false;
    while (poller.isAlive()) {
      try {
        poller.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    try {
      while (!stopped) {
        List<Message> batch = receive();
        if (!batch.isEmpty()) {
          invoke(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Message> receive() throws InterruptedException {
    List<Message> batch = new ArrayList<>(queue.receive(options.batchSize(), POLL));
    if (batch.isEmpty()) {
      return batch;
    }
    long endNanos = System.nanoTime() + options.batchWindow().toNanos();
    while (batch.size() < options.batchSize()) {
      long leftNanos = endNanos - System.nanoTime();
      if (leftNanos <= 0) {
        break;
      }
      batch.addAll(queue.receive(options.batchSize() - batch.size(), Duration.ofNanos(leftNanos)));
    }
    return batch;
  }

  private void invoke(List<Message> batch) {
    long startNanos = System.nanoTime();
    Set<String> failedIds;
    try {
      byte[] answer = function.invoke(SqsEventJson.of(queue.name(), batch));
      failedIds = failedIds(answer, batch);
    } catch (FunctionFailedException e) {
      batch.forEach(this::retryLater);
      listener.failed(function.name(), batch, e);
      return;
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
    List<Message> failed =
        batch.stream().filter(message -> failedIds.contains(message.id())).toList();
    listener.invoked(function.name(), batch, failed, duration);
    failed.forEach(this::retryLater);
    batch.stream().filter(message -> !failedIds.contains(message.id())).forEach(queue::delete);
  }

  private void retryLater(Message message) {
    queue.changeVisibility(message, options.retryDelay().multipliedBy(message.receiveCount()));
  }

  private Set<String> failedIds(byte[] answer, List<Message> batch) {
    Set<String> batchIds = new HashSet<>();
    batch.forEach(message -> batchIds.add(message.id()));
    Set<String> failedIds = new HashSet<>();
    try {
      JsonNode failures = MAPPER.readTree(answer).path("batchItemFailures");
      failures.forEach(failure -> failedIds.add(failure.path("itemIdentifier").asText()));
    } catch (IOException e) {
      throw new FunctionFailedException(function.name(), e);
    }
    // an answer that names a message which is not in the batch counts as if all had failed
    return batchIds.containsAll(failedIds) ? failedIds : batchIds;
  }
}
