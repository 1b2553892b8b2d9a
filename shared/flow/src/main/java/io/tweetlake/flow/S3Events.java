package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what the messages of one table's queue mean for it: notifications of S3 (as they are,
 * through SNS, or through EventBridge) and scheduled sweeps.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class S3Events {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMIT = Pattern.compile("_delta_log/\\d{20}\\.json");

  private final String table;
  private final List<KeyPattern> landing = new ArrayList<>();
  private final List<ObjectPath> upstreams = new ArrayList<>();

  public S3Events(Table table, LakeLayout layout) {
    this.table = requireNonNull(table, "table is null").name();
    requireNonNull(layout, "layout is null");
    for (Source source : table.sources()) {
      if (source instanceof FileSource files) {
        landing.add(KeyPattern.of(files));
      } else if (source instanceof TableSource upstream) {
        upstreams.add(layout.table(upstream.table()));
      }
    }
  }

  /**
   * What a message asks for; empty where it concerns other objects, or nothing at all, such as the
   * test event that S3 sends when notifications are set up.
   *
   * @throws IllegalArgumentException where the message is none of the known kinds
   */
  public Optional<Wakeup> decode(String message) {
    JsonNode body;
    try {
      body = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw unknown(message, e);
    }
    if (body == null || !body.isObject()) {
      throw unknown(message, null);
    }
    if (body.path("Type").asText().equals("Notification") && body.path("Message").isTextual()) {
      return decode(body.path("Message").asText());
    }
    if (body.path("Event").asText().equals("s3:TestEvent")) {
      return Optional.empty();
    }
    if (isSweep(body)) {
      return Optional.of(Wakeup.everything());
    }
    if (body.path("Records").isArray()) {
      return of(notified(body.path("Records")));
    }
    if (body.path("source").asText().equals("aws.s3")) {
      return of(bridged(body));
    }
    throw unknown(message, null);
  }

  private static boolean isSweep(JsonNode body) {
    String source = body.path("source").asText();
    return body.path("sweep").asBoolean()
        || source.equals("aws.scheduler")
        || (source.equals("aws.events")
            && body.path("detail-type").asText().equals("Scheduled Event"));
  }

  private static List<ObjectPath> notified(JsonNode records) {
    List<ObjectPath> objects = new ArrayList<>();
    for (JsonNode record : records) {
      JsonNode s3 = record.path("s3");
      String event = record.path("eventName").asText().replaceFirst("^s3:", "");
      if (event.startsWith("ObjectCreated:") && s3.path("object").path("key").isTextual()) {
        // S3 writes keys as in a form: a space is a plus sign
        String key =
            URLDecoder.decode(s3.path("object").path("key").asText(), StandardCharsets.UTF_8);
        objects.add(new ObjectPath(s3.path("bucket").path("name").asText(), key));
      }
    }
    return objects;
  }

  private static List<ObjectPath> bridged(JsonNode body) {
    JsonNode detail = body.path("detail");
    return body.path("detail-type").asText().equals("Object Created")
        ? List.of(
            // EventBridge writes keys as they are
            new ObjectPath(
                detail.path("bucket").path("name").asText(),
                detail.path("object").path("key").asText()))
        : List.of();
  }

  private Optional<Wakeup> of(List<ObjectPath> created) {
    Set<ObjectPath> files = new HashSet<>();
    boolean relevant = false;
    for (ObjectPath object : created) {
      if (landing.stream().anyMatch(pattern -> pattern.matches(object))) {
        files.add(object);
        relevant = true;
      }
      relevant |= upstreams.stream().anyMatch(root -> isCommit(root, object));
    }
    return relevant ? Optional.of(Wakeup.of(files)) : Optional.empty();
  }

  private static boolean isCommit(ObjectPath root, ObjectPath object) {
    String prefix = root.key() + "/";
    return object.bucket().equals(root.bucket())
        && object.key().startsWith(prefix)
        && COMMIT.matcher(object.key().substring(prefix.length())).matches();
  }

  private IllegalArgumentException unknown(String message, Throwable cause) {
    return new IllegalArgumentException(
        "Cannot tell what a message for table %s means: it is no S3 notification and no sweep: %s"
            .formatted(table, message.length() > 500 ? message.substring(0, 500) : message),
        cause);
  }
}
