package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.internal.message.Json;
import java.io.IOException;
import java.util.Optional;

/**
 * How far a search has come. Pages go from the newest post to the oldest, so a search that was
 * stopped leaves a gap between what it took and what an earlier one had.
 *
 * @param sinceId everything up to this post has been taken
 * @param gapNewestId the newest post of a search that was stopped
 * @param gapUntilId the oldest post that it took
 */
record SearchPosition(
    Optional<String> sinceId, Optional<String> gapNewestId, Optional<String> gapUntilId) {
  static final SearchPosition START =
      new SearchPosition(Optional.empty(), Optional.empty(), Optional.empty());

  SearchPosition {
    requireNonNull(sinceId, "sinceId is null");
    requireNonNull(gapNewestId, "gapNewestId is null");
    requireNonNull(gapUntilId, "gapUntilId is null");
  }

  static SearchPosition complete(String newestId) {
    return new SearchPosition(Optional.of(newestId), Optional.empty(), Optional.empty());
  }

  static SearchPosition parse(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return new SearchPosition(
          value(node, "since_id"), value(node, "gap_newest_id"), value(node, "gap_until_id"));
    } catch (IOException e) {
      throw new IngestException("Cannot read the search's position: '" + text + "'", e);
    }
  }

  String text() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    sinceId.ifPresent(id -> node.put("since_id", id));
    gapNewestId.ifPresent(id -> node.put("gap_newest_id", id));
    gapUntilId.ifPresent(id -> node.put("gap_until_id", id));
    return node.toString();
  }

  private static Optional<String> value(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
  }
}
