package io.tweetlake.local.cloud;

import java.time.Duration;
import java.util.List;

/**
 * A standard queue as SQS has them: at least once, in no promised order. A received message is out
 * of sight until it is deleted or its visibility timeout ends. Safe for use by several threads.
 */
public interface MessageQueue {
  String name();

  void send(String body);

  /**
   * Receives up to {@code maxMessages}, and waits up to {@code wait} for the first of them.
   *
   * @return none where the wait ended first
   */
  List<Message> receive(int maxMessages, Duration wait) throws InterruptedException;

  /** Deletes a message, unless its receipt handle is no longer the latest. */
  void delete(Message message);

  /** Has a received message come back after {@code timeout}, as counted from now. */
  void changeVisibility(Message message, Duration timeout);

  /** Messages that are there, in sight or not. */
  int depth();
}
