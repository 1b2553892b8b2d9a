package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message as a consumer received it.
 *
 * @param receiptHandle stands for this one receipt; a later receipt makes it worthless
 * @param receiveCount how often the message has been received, this time included
 */
public record Message(
    String id,
    String receiptHandle,
    String body,
    int receiveCount,
    Instant sentAt,
    Instant firstReceivedAt) {
  public Message {
    requireNonNull(id, "id is null");
    requireNonNull(receiptHandle, "receiptHandle is null");
    requireNonNull(body, "body is null");
    requireNonNull(sentAt, "sentAt is null");
    requireNonNull(firstReceivedAt, "firstReceivedAt is null");
  }
}
