package io.tweetlake.ingester.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The objects that a v2 message or page expands beside its posts: users, posts, media and so on.
 */
final class Includes {
  private static final List<String> KEYS = List.of("id", "media_key", "username");

  private final JsonNode includes;
  private final Map<String, JsonNode> byReference = new HashMap<>();
  private final Set<JsonNode> referred = identitySet();

  Includes(JsonNode includes) {
    this.includes = includes;
    includes
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .forEach(
                        item ->
                            KEYS.stream()
                                .filter(item::has)
                                .forEach(
                                    key ->
                                        byReference.putIfAbsent(
                                            reference(kind.getKey(), item.path(key)), item))));
  }

  Optional<JsonNode> user(String id) {
    return Optional.ofNullable(byReference.get("users/" + id));
  }

  /** What {@code post} refers to, and what the posts that it refers to refer to. */
  Optional<ObjectNode> referredToBy(JsonNode post) {
    Set<String> wanted = references(post);
    for (JsonNode reference : post.path("referenced_tweets")) {
      JsonNode other = byReference.get(reference("tweets", reference.path("id")));
      if (other != null) {
        wanted.addAll(references(other));
      }
    }
    Set<JsonNode> items = identitySet();
    wanted.forEach(
        reference -> Optional.ofNullable(byReference.get(reference)).ifPresent(items::add));
    referred.addAll(items);
    return select(items::contains);
  }

  /** What no post so far has referred to. */
  Optional<ObjectNode> rest() {
    return select(item -> !referred.contains(item));
  }

  private Optional<ObjectNode> select(Predicate<JsonNode> wanted) {
    ObjectNode selection = Json.MAPPER.createObjectNode();
    includes
        .properties()
        .forEach(
            kind -> {
              ArrayNode kept = Json.MAPPER.createArrayNode();
              for (JsonNode item : kind.getValue()) {
                if (wanted.test(item)) {
                  kept.add(item);
                }
              }
              if (!kept.isEmpty()) {
                selection.set(kind.getKey(), kept);
              }
            });
    return selection.isEmpty() ? Optional.empty() : Optional.of(selection);
  }

  private static Set<String> references(JsonNode post) {
    Set<String> references = new HashSet<>();
    for (String field : List.of("author_id", "in_reply_to_user_id")) {
      references.add(reference("users", post.path(field)));
    }
    for (JsonNode mention : post.path("entities").path("mentions")) {
      references.add(reference("users", mention.path("id")));
      references.add(reference("users", mention.path("username")));
    }
    post.path("referenced_tweets")
        .forEach(other -> references.add(reference("tweets", other.path("id"))));
    JsonNode attachments = post.path("attachments");
    attachments.path("media_keys").forEach(key -> references.add(reference("media", key)));
    attachments.path("poll_ids").forEach(key -> references.add(reference("polls", key)));
    references.add(reference("places", post.path("geo").path("place_id")));
    return references;
  }

  // equal objects are told apart, and none is hashed as a whole
  private static Set<JsonNode> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static String reference(String kind, JsonNode key) {
    return kind + "/" + key.asText();
  }
}
