package io.tweetlake.ingester.internal.message;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.PostIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * X API v2's stream messages ({@code data} is one post) and response pages ({@code data} is a
 * list).
 *
 * <p>A post's fields move to the top, its author becomes {@code user}, and what the message or page
 * says beside it comes along: of a page's {@code includes}, only what the post refers to. The rest
 * of a page (meta, errors, includes nobody refers to) becomes one notice of type {@code page}.
 */
final class V2Posts {
  private static final String TYPE = "v2";
  private static final String DATA = "data";
  private static final String INCLUDES = "includes";

  private V2Posts() {}

  static boolean matches(LineScan scan) {
    return scan.has(DATA, JsonToken.START_OBJECT)
        || scan.has(DATA, JsonToken.START_ARRAY)
        || scan.has("meta", JsonToken.START_OBJECT);
  }

  /** Whether a line is a post without a message around it, as programs that flatten pages write. */
  static boolean isBarePost(LineScan scan) {
    return scan.has("id", JsonToken.VALUE_STRING) && scan.has("text", JsonToken.VALUE_STRING);
  }

  static List<Message> barePost(byte[] line, PostFilter filter) {
    ObjectNode post = (ObjectNode) Json.tree(line);
    ObjectNode nothing = Json.MAPPER.createObjectNode();
    return List.of(message(post, new Includes(nothing), nothing, filter));
  }

  static List<Message> messages(byte[] line, PostFilter filter) {
    ObjectNode envelope = (ObjectNode) Json.tree(line);
    JsonNode data = envelope.path(DATA);
    if (!data.isObject()) {
      return page(envelope, filter);
    }
    if (!isPost(data)) {
      return List.of(Message.rejected(MessageReader.UNKNOWN, line));
    }
    envelope.remove(DATA);
    Includes includes = new Includes(envelope.path(INCLUDES));
    return List.of(message((ObjectNode) data, includes, envelope, filter));
  }

  private static List<Message> page(ObjectNode page, PostFilter filter) {
    List<Message> messages = new ArrayList<>();
    Includes includes = new Includes(page.path(INCLUDES));
    JsonNode data = page.path(DATA);
    page.remove(DATA);
    if (page.path(INCLUDES).isObject()) {
      page.remove(INCLUDES);
    }
    for (JsonNode item : data) {
      if (isPost(item)) {
        ObjectNode beside = Json.MAPPER.createObjectNode();
        includes.referredToBy(item).ifPresent(part -> beside.set(INCLUDES, part));
        messages.add(message((ObjectNode) item, includes, beside, filter));
      } else {
        messages.add(Message.rejected(MessageReader.UNKNOWN, Json.bytes(item)));
      }
    }
    includes.rest().ifPresent(rest -> page.set(INCLUDES, rest));
    if (!page.isEmpty()) {
      Optional<String> time = messages.stream().flatMap(m -> m.time().stream()).findFirst();
      messages.add(
          Message.notice("page", Json.bytes(page), Optional.empty(), time, Optional.empty()));
    }
    return messages;
  }

  private static boolean isPost(JsonNode data) {
    return data.isObject() && data.path("id").isValueNode() && data.path("text").isTextual();
  }

  private static Message message(
      ObjectNode data, Includes includes, ObjectNode beside, PostFilter filter) {
    ObjectNode post = Json.MAPPER.createObjectNode();
    String id = data.path("id").asText();
    post.set("id", PostIds.ofText(id));
    post.put("id_str", id);
    String text = data.path("text").asText();
    // a post over 280 characters has its whole text here
    JsonNode longText = data.path("note_tweet").path("text");
    post.put("text", longText.asText(text));
    if (longText.isTextual()) {
      post.put("truncated_text", text);
    }
    for (String field : List.of("lang", "created_at", "source")) {
      Optional.ofNullable(data.get(field)).ifPresent(value -> post.set(field, value));
    }
    geo(post, data.path("geo"));
    user(data, includes).ifPresent(user -> post.set("user", user));
    Optional.ofNullable(data.get("entities")).ifPresent(value -> post.set("entities", value));
    for (JsonNode reference : data.path("referenced_tweets")) {
      if (reference.path("type").asText().equals("replied_to")) {
        post.set("in_reply_to_status_id_str", reference.path("id"));
      }
    }
    addMissing(post, data);
    addMissing(post, beside);

    Set<String> rules = new LinkedHashSet<>();
    beside.path("matching_rules").forEach(rule -> rules.add(rule.path("id").asText()));
    Optional<String> time = Optional.ofNullable(data.get("created_at")).map(JsonNode::asText);
    byte[] body = Json.bytes(post);
    return filter
        .refusal(rules)
        .map(reason -> Message.filtered(reason, body, Optional.of(id), time, Optional.of(id)))
        .orElseGet(() -> Message.post(TYPE, body, Optional.of(id), time, Optional.of(id)));
  }

  /**
   * A v1.1 tweet's {@code geo} is a point with its latitude first, {@code coordinates} the same
   * point with its longitude first; the place of v2 stays in {@code geo}.
   */
  private static void geo(ObjectNode post, JsonNode geo) {
    if (!geo.isObject()) {
      return;
    }
    ObjectNode place = ((ObjectNode) geo).deepCopy();
    JsonNode point = place.path("coordinates");
    JsonNode position = point.path("coordinates");
    if (point.path("type").asText().equals("Point") && position.size() == 2) {
      place.set("type", point.get("type"));
      place.putArray("coordinates").add(position.get(1)).add(position.get(0));
      post.set("coordinates", point);
    }
    post.set("geo", place);
  }

  private static Optional<ObjectNode> user(JsonNode data, Includes includes) {
    if (!data.path("author_id").isTextual()) {
      return Optional.empty();
    }
    String id = data.path("author_id").asText();
    ObjectNode user = Json.MAPPER.createObjectNode();
    user.set("id", PostIds.ofText(id));
    user.put("id_str", id);
    includes
        .user(id)
        .ifPresent(
            author -> {
              addMissing(user, author);
              user.put("screen_name", author.path("username").asText());
            });
    return Optional.of(user);
  }

  private static void addMissing(ObjectNode target, JsonNode source) {
    source
        .properties()
        .forEach(
            field -> {
              if (!target.has(field.getKey())) {
                target.set(field.getKey(), field.getValue());
              }
            });
  }
}
