package io.tweetlake.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.local.cloud.MemoryQueue.Redrive;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventSourceMappingTest {
  private final MemoryQueue deadLetters = MemoryQueue.withoutRedrive("dead", Duration.ofMinutes(1));
  private final MemoryQueue queue =
      new MemoryQueue(
          "work", Duration.ofMinutes(1), Redrive.after(3, deadLetters), InstantSource.system());
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
  private final Events events = new Events();

  @Test
  void deletesWhatTheFunctionTookAndBringsBackOnlyWhatItReported() throws InterruptedException {
    queue.send("good");
    queue.send("poison");
    queue.send("also good");
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        (event, context) -> {
          note(event);
          return failing(event, "poison");
        };
    try (EventSourceMapping mapping = start(handler)) {
      assertThat(mapping).isNotNull();
      awaitEmpty();
    }
    assertThat(deadLetters.bodies()).containsExactly("poison");
    assertThat(batches).hasSize(3);
    assertThat(batches.get(0)).containsExactlyInAnyOrder("good", "poison", "also good");
    assertThat(batches.subList(1, 3)).containsOnly(List.of("poison"));
  }

  @Test
  void bringsTheWholeBatchBackWhereTheFunctionThrows() throws InterruptedException {
    queue.send("a");
    queue.send("b");
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        (event, context) -> {
          note(event);
          if (batches.size() == 1) {
            throw new IllegalStateException("not today");
          }
          return new SQSBatchResponse(List.of());
        };
    try (EventSourceMapping mapping = start(handler)) {
      assertThat(mapping).isNotNull();
      awaitEmpty();
    }
    assertThat(events.failures).hasSize(1);
    assertThat(events.failures.peek()).hasMessage("Function test failed: not today");
    assertThat(batches.get(0)).containsExactlyInAnyOrder("a", "b");
    assertThat(batches.stream().skip(1).flatMap(List::stream)).containsExactlyInAnyOrder("a", "b");
    assertThat(deadLetters.depth()).isZero();
  }

  @Test
  void takesAnAnswerThatNamesAStrangeMessageAsAFailureOfAll() throws InterruptedException {
    queue.send("a");
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        (event, context) ->
            new SQSBatchResponse(List.of(new SQSBatchResponse.BatchItemFailure("nobody")));
    try (EventSourceMapping mapping = start(handler)) {
      assertThat(mapping).isNotNull();
      awaitEmpty();
    }
    assertThat(deadLetters.bodies()).containsExactly("a");
  }

  @Test
  void fillsABatchFromMessagesThatComeWithinTheWindow() throws InterruptedException {
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        (event, context) -> {
          note(event);
          return new SQSBatchResponse(List.of());
        };
    MappingOptions patient = new MappingOptions(2, Duration.ofMinutes(5), Duration.ofMillis(1));
    try (EventSourceMapping mapping =
        EventSourceMapping.start(queue, function(handler), patient, events)) {
      assertThat(mapping).isNotNull();
      queue.send("a");
      queue.send("b");
      awaitEmpty();
    }
    assertThat(batches).hasSize(1);
  }

  @Test
  void tellsTheFunctionWhatAndHowLong() throws InterruptedException {
    List<Integer> remainingMillis = new ArrayList<>();
    RequestHandler<SQSEvent, SQSBatchResponse> handler =
        (event, context) -> {
          remainingMillis.add(context.getRemainingTimeInMillis());
          assertThat(context.getFunctionName()).isEqualTo("test");
          SQSEvent.SQSMessage message = event.getRecords().get(0);
          assertThat(message.getAttributes()).containsEntry("ApproximateReceiveCount", "1");
          assertThat(message.getEventSource()).isEqualTo("aws:sqs");
          assertThat(message.getEventSourceArn()).endsWith(":work");
          return null;
        };
    queue.send("line 1\n\"line 2\" \u2028 \ud83d\ude0d");
    try (EventSourceMapping mapping = start(handler)) {
      assertThat(mapping).isNotNull();
      awaitEmpty();
    }
    assertThat(events.failures).isEmpty();
    assertThat(remainingMillis).hasSize(1);
    assertThat(remainingMillis.get(0)).isBetween(1, 60_000);
  }

  private EventSourceMapping start(RequestHandler<SQSEvent, SQSBatchResponse> handler) {
    MappingOptions options = new MappingOptions(10, Duration.ofMillis(20), Duration.ofMillis(1));
    return EventSourceMapping.start(queue, function(handler), options, events);
  }

  private static Function function(RequestHandler<SQSEvent, SQSBatchResponse> handler) {
    return Function.of(
        "test",
        handler,
        SQSEvent.class,
        SQSBatchResponse.class,
        Duration.ofMinutes(1),
        512,
        line -> {});
  }

  private void note(SQSEvent event) {
    batches.add(event.getRecords().stream().map(SQSEvent.SQSMessage::getBody).toList());
  }

  private static SQSBatchResponse failing(SQSEvent event, String body) {
    return new SQSBatchResponse(
        event.getRecords().stream()
            .filter(message -> message.getBody().equals(body))
            .map(message -> new SQSBatchResponse.BatchItemFailure(message.getMessageId()))
            .toList());
  }

  private void awaitEmpty() throws InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (queue.depth() > 0) {
      assertThat(System.nanoTime()).as("The queue does not get empty").isLessThan(endNanos);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static final class Events implements InvocationListener {
    final Queue<FunctionFailedException> failures = new ConcurrentLinkedQueue<>();

    @Override
    public void invoked(
        String function, List<Message> batch, List<Message> failed, Duration duration) {}

    @Override
    public void failed(String function, List<Message> batch, FunctionFailedException failure) {
      failures.add(failure);
    }
  }
}
