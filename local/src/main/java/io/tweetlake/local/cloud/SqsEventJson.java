package io.tweetlake.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A batch of messages as the event that Lambda gives to a function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with
 *     SQS</a>
 */
final class SqsEventJson {
  private SqsEventJson() {}

  static byte[] of(String queue, List<Message> batch) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    ArrayNode records = event.putArray("Records");
    for (Message message : batch) {
      ObjectNode record = records.addObject();
      record
          .put("messageId", message.id())
          .put("receiptHandle", message.receiptHandle())
          .put("body", message.body());
      record
          .putObject("attributes")
          .put("ApproximateReceiveCount", Integer.toString(message.receiveCount()))
          .put("SentTimestamp", Long.toString(message.sentAt().toEpochMilli()))
          .put("SenderId", "local")
          .put(
              "ApproximateFirstReceiveTimestamp",
              Long.toString(message.firstReceivedAt().toEpochMilli()));
      record.putObject("messageAttributes");
      record
          .put("md5OfBody", md5(message.body()))
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", "arn:aws:sqs:" + S3EventJson.REGION + ":000000000000:" + queue)
          .put("awsRegion", S3EventJson.REGION);
    }
    return event.toString().getBytes(UTF_8);
  }

  private static String md5(String body) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
