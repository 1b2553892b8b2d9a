package io.tweetlake.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * S3's notifications as text.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class S3EventJson {
  static final String REGION = "us-east-1";

  private final AtomicLong sequence = new AtomicLong(System.nanoTime());

  /** What S3 sends once to every queue, to see whether it may. */
  String test(String bucket) {
    return object()
        .put("Service", "Amazon S3")
        .put("Event", "s3:TestEvent")
        .put("Time", Instant.now().toString())
        .put("Bucket", bucket)
        .put("RequestId", "local")
        .put("HostId", "local")
        .toString();
  }

  String created(
      String configurationId,
      String eventName,
      String bucket,
      String key,
      long sizeBytes,
      String etag) {
    ObjectNode event = object();
    ObjectNode record = event.putArray("Records").addObject();
    record
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", REGION)
        .put("eventTime", Instant.now().toString())
        .put("eventName", eventName);
    record.putObject("userIdentity").put("principalId", "local");
    record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    record
        .putObject("responseElements")
        .put("x-amz-request-id", "local")
        .put("x-amz-id-2", "local");
    ObjectNode s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0").put("configurationId", configurationId);
    ObjectNode bucketNode = s3.putObject("bucket");
    bucketNode.put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
    bucketNode.putObject("ownerIdentity").put("principalId", "local");
    s3.putObject("object")
        .put("key", encoded(key))
        .put("size", sizeBytes)
        .put("eTag", etag)
        .put("sequencer", "%016X".formatted(sequence.incrementAndGet()));
    return event.toString();
  }

  /** Keys are form-encoded, but for their slashes. */
  static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8).replace("%2F", "/");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
