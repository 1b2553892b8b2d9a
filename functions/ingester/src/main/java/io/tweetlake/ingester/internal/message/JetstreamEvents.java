package io.tweetlake.ingester.internal.message;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.PostIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bluesky's Jetstream events. A post gets a tweet's fields, says {@code "source": "bluesky"} and
 * keeps the whole event under {@code bluesky}; the deletion of a post becomes a delete notice;
 * every other event is a notice as it came.
 */
final class JetstreamEvents {
  /** What a post's {@code source} field says. */
  static final String SOURCE = "bluesky";

  private static final String POSTS = "app.bsky.feed.post";

  private JetstreamEvents() {}

  static boolean matches(LineScan scan) {
    return scan.has("did", JsonToken.VALUE_STRING)
        && scan.has("kind", JsonToken.VALUE_STRING)
        && scan.has("time_us", JsonToken.VALUE_NUMBER_INT);
  }

  static Message message(byte[] line, PostFilter filter) {
    JsonNode event = Json.tree(line);
    JsonNode commit = event.path("commit");
    String did = event.path("did").asText();
    Optional<String> time = Optional.of(Long.toString(event.path("time_us").asLong() / 1000));
    boolean aboutPost = commit.path("collection").asText().equals(POSTS);
    if (aboutPost && commit.path("record").path("text").isTextual()) {
      return post(event, commit, did, time, filter);
    }
    String type = event.path("kind").asText();
    Optional<String> id =
        Optional.of(
            String.join(
                "/",
                did,
                event.path("time_us").asText(),
                type,
                commit.path("collection").asText(),
                commit.path("rkey").asText()));
    if (aboutPost && commit.path("operation").asText().equals("delete")) {
      return Message.notice(
          "delete", Json.bytes(deletion(event, commit, did)), id, time, position(event));
    }
    String collection = commit.path("collection").asText();
    return Message.notice(
        collection.isEmpty() ? type : collection, line, id, time, position(event));
  }

  // what the server takes as a cursor
  private static Optional<String> position(JsonNode event) {
    return Optional.of(event.path("time_us").asText());
  }

  private static Message post(
      JsonNode event, JsonNode commit, String did, Optional<String> time, PostFilter filter) {
    JsonNode record = commit.path("record");
    String text = record.path("text").asText();
    List<String> languages = new ArrayList<>();
    record.path("langs").forEach(language -> languages.add(language.asText()));
    String uri = uri(did, commit);
    // an edited post keeps its URI and changes its content id
    Optional<String> id = Optional.of(uri + "#" + commit.path("cid").asText());

    ObjectNode post = Json.MAPPER.createObjectNode();
    String key = commit.path("rkey").asText();
    post.put("id", PostIds.ofRecord(key, uri)).put("id_str", key);
    post.put("text", text);
    post.put("lang", languages.isEmpty() ? "und" : languages.get(0));
    post.put("created_at", record.path("createdAt").asText());
    post.put("source", SOURCE);
    post.putNull("geo");
    post.putObject("user").put("id_str", did);
    post.set("entities", Facets.entities(text, record.path("facets")));
    reply(post, record.path("reply").path("parent").path("uri").asText());
    post.put("uri", uri);
    post.set(SOURCE, event);
    byte[] body = Json.bytes(post);
    return filter
        .refusal(languages, text)
        .map(reason -> Message.filtered(reason, body, id, time, position(event)))
        .orElseGet(() -> Message.post(SOURCE, body, id, time, position(event)));
  }

  private static ObjectNode deletion(JsonNode event, JsonNode commit, String did) {
    ObjectNode notice = Json.MAPPER.createObjectNode();
    String key = commit.path("rkey").asText();
    String uri = uri(did, commit);
    ObjectNode delete = notice.putObject("delete");
    delete
        .putObject("status")
        .put("id", PostIds.ofRecord(key, uri))
        .put("id_str", key)
        .put("user_id_str", did)
        .put("uri", uri);
    delete.put("timestamp_ms", Long.toString(event.path("time_us").asLong() / 1000));
    notice.put("source", SOURCE);
    notice.set(SOURCE, event);
    return notice;
  }

  private static void reply(ObjectNode post, String parentUri) {
    // at://did/collection/rkey
    String[] parts = parentUri.split("/");
    if (parts.length == 5) {
      post.put("in_reply_to_status_id_str", parts[4]);
      post.put("in_reply_to_user_id_str", parts[2]);
    } else {
      post.putNull("in_reply_to_status_id_str");
      post.putNull("in_reply_to_user_id_str");
    }
  }

  private static String uri(String did, JsonNode commit) {
    return "at://" + did + "/" + POSTS + "/" + commit.path("rkey").asText();
  }

  /**
   * Rich-text facets, whose offsets count UTF-8 bytes, as entities, whose offsets count code
   * points.
   */
  private static final class Facets {
    private static final String FEATURE = "app.bsky.richtext.facet#";

    private Facets() {}

    static ObjectNode entities(String text, JsonNode facets) {
      ObjectNode entities = Json.MAPPER.createObjectNode();
      ArrayNode hashtags = entities.putArray("hashtags");
      ArrayNode urls = entities.putArray("urls");
      ArrayNode mentions = entities.putArray("user_mentions");
      for (JsonNode facet : facets) {
        int start = codePoints(text, facet.path("index").path("byteStart").asInt());
        int end = codePoints(text, facet.path("index").path("byteEnd").asInt());
        for (JsonNode feature : facet.path("features")) {
          switch (feature.path("$type").asText()) {
            case FEATURE + "tag" ->
                indices(hashtags.addObject().put("text", feature.path("tag").asText()), start, end);
            case FEATURE + "link" ->
                indices(
                    urls.addObject().put("expanded_url", feature.path("uri").asText()), start, end);
            case FEATURE + "mention" ->
                indices(
                    mentions.addObject().put("id_str", feature.path("did").asText()), start, end);
            default -> {}
          }
        }
      }
      return entities;
    }

    private static void indices(ObjectNode entity, int start, int end) {
      entity.putArray("indices").add(start).add(end);
    }

    private static int codePoints(String text, int utf8Bytes) {
      int bytes = 0;
      int count = 0;
      for (int i = 0; i < text.length() && bytes < utf8Bytes; count++) {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint);
        bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      }
      return count;
    }
  }
}
