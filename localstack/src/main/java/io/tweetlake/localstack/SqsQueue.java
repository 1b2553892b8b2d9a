package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.cloud.Message;
import io.tweetlake.local.cloud.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue of SQS, or of an emulator of it. */
final class SqsQueue implements MessageQueue {
  private static final int MAX_BATCH = 10;
  private static final int MAX_WAIT_SECONDS = 20;
  private static final Pattern DEAD_LETTER_QUEUE =
      Pattern.compile("\"deadLetterTargetArn\"\\s*:\\s*\"[^\"]*:([^\":]+)\"");

  private final SqsClient client;
  private final String name;
  private final String url;

  SqsQueue(SqsClient client, String name) {
    this.client = requireNonNull(client, "client is null");
    this.name = requireNonNull(name, "name is null");
    this.url = client.getQueueUrl(request -> request.queueName(name)).queueUrl();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(String body) {
    client.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  @Override
  public List<Message> receive(int maxMessages, Duration wait) {
    int waitSeconds = (int) Math.min(MAX_WAIT_SECONDS, Math.max(1, wait.toSeconds()));
    List<Message> messages = new ArrayList<>();
    client
        .receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(Math.min(MAX_BATCH, maxMessages))
                    .waitTimeSeconds(waitSeconds)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages()
        .forEach(message -> messages.add(message(message)));
    return messages;
  }

  private static Message message(software.amazon.awssdk.services.sqs.model.Message message) {
    Map<MessageSystemAttributeName, String> attributes = message.attributes();
    return new Message(
        message.messageId(),
        message.receiptHandle(),
        message.body(),
        Integer.parseInt(
            attributes.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")),
        instant(attributes, MessageSystemAttributeName.SENT_TIMESTAMP),
        instant(attributes, MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP));
  }

  private static Instant instant(
      Map<MessageSystemAttributeName, String> attributes, MessageSystemAttributeName name) {
    return Optional.ofNullable(attributes.get(name))
        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
        .orElse(Instant.EPOCH);
  }

  @Override
  public void delete(Message message) {
    client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  @Override
  public void changeVisibility(Message message, Duration timeout) {
    client.changeMessageVisibility(
        request ->
            request
                .queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(Math.toIntExact(timeout.toSeconds())));
  }

  /** Has every message that is received from now on come back after {@code timeout}. */
  void changeVisibility(Duration timeout) {
    client.setQueueAttributes(
        request ->
            request
                .queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        String.valueOf(timeout.toSeconds()))));
  }

  @Override
  public int depth() {
    return attributes().entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith("ApproximateNumberOfMessages"))
        .mapToInt(entry -> Integer.parseInt(entry.getValue()))
        .sum();
  }

  /** The queue that gets what was received too often. */
  Optional<SqsQueue> deadLetters() {
    Matcher matcher =
        DEAD_LETTER_QUEUE.matcher(attributes().getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    return matcher.find() ? Optional.of(new SqsQueue(client, matcher.group(1))) : Optional.empty();
  }

  private Map<QueueAttributeName, String> attributes() {
    return client
        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }
}
