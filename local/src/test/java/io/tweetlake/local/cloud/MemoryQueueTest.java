package io.tweetlake.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.local.cloud.MemoryQueue.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryQueueTest {
  private static final Duration VISIBILITY = Duration.ofMinutes(3);

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final MemoryQueue deadLetters = MemoryQueue.withoutRedrive("dead", VISIBILITY);
  private final MemoryQueue queue =
      new MemoryQueue("work", VISIBILITY, Redrive.after(2, deadLetters), () -> now);

  @Test
  void hidesAReceivedMessageUntilItsVisibilityTimeoutEnds() throws InterruptedException {
    queue.send("a");
    Message first = receiveOne();
    assertThat(receive()).isEmpty();

    now = now.plus(VISIBILITY);
    Message second = receiveOne();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.receiveCount()).isEqualTo(2);
    assertThat(second.firstReceivedAt()).isEqualTo(first.firstReceivedAt());
    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
  }

  @Test
  void deletesOnlyByTheLatestReceipt() throws InterruptedException {
    queue.send("a");
    Message first = receiveOne();
    now = now.plus(VISIBILITY);
    Message second = receiveOne();

    queue.delete(first);
    assertThat(queue.depth()).isEqualTo(1);
    queue.delete(second);
    assertThat(queue.depth()).isZero();
  }

  @Test
  void movesAMessageToTheDeadLettersAfterItsLastReceipt() throws InterruptedException {
    queue.send("poison");
    queue.changeVisibility(receiveOne(), Duration.ZERO);
    queue.changeVisibility(receiveOne(), Duration.ZERO);
    assertThat(receive()).isEmpty();
    assertThat(queue.depth()).isZero();
    assertThat(deadLetters.bodies()).containsExactly("poison");
  }

  @Test
  void bringsAMessageBackWhenItsConsumerSaysSo() throws InterruptedException {
    queue.send("a");
    queue.changeVisibility(receiveOne(), Duration.ofSeconds(5));
    assertThat(receive()).isEmpty();
    now = now.plusSeconds(5);
    assertThat(receiveOne().body()).isEqualTo("a");
  }

  @Test
  void givesNoMoreMessagesThanAskedFor() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      queue.send("m" + i);
    }
    assertThat(queue.receive(3, Duration.ZERO))
        .extracting(Message::body)
        .contains("m0", "m1", "m2");
    assertThat(queue.receive(3, Duration.ZERO)).hasSize(2);
  }

  @Test
  void wakesAWaitingConsumer() throws Exception {
    MemoryQueue live = MemoryQueue.withoutRedrive("live", VISIBILITY);
    CompletableFuture<List<Message>> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return live.receive(1, Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    live.send("hello");
    assertThat(received.get(20, TimeUnit.SECONDS))
        .extracting(Message::body)
        .containsExactly("hello");
  }

  private Message receiveOne() throws InterruptedException {
    List<Message> messages = receive();
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  private List<Message> receive() throws InterruptedException {
    return queue.receive(10, Duration.ZERO);
  }
}
