package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.internal.message.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import twitter4j.HttpResponse;
import twitter4j.TwitterException;

/**
 * Makes the rules on the server those that a run wants. Rules stay on the server and are shared by
 * all who use the same app, so only rules with our tag are ever deleted.
 */
final class XRules {
  /** What our rules' tags start with. */
  static final String TAG = "tweetlake/";

  private static final String PATH = "/2/tweets/search/stream/rules";

  private final XHttp http;

  XRules(XHttp http) {
    this.http = requireNonNull(http, "http is null");
  }

  /**
   * Adds what is missing, after the server has checked it, and deletes ours that are not wanted any
   * more.
   *
   * @return the ids of the rules with these values, whoever made them
   * @throws IngestException where the server finds a rule invalid
   */
  Set<String> reconcile(List<String> values) throws TwitterException {
    JsonNode existing = read(http.get(PATH, Map.of())).path("data");
    Set<String> ids = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>(values);
    ArrayNode obsolete = Json.MAPPER.createArrayNode();
    for (JsonNode rule : existing) {
      if (values.contains(rule.path("value").asText())) {
        ids.add(rule.path("id").asText());
        missing.remove(rule.path("value").asText());
      } else if (rule.path("tag").asText().startsWith(TAG)) {
        obsolete.add(rule.path("id").asText());
      }
    }
    if (!missing.isEmpty()) {
      String additions = additions(missing);
      check(read(http.postJson(PATH + "?dry_run=true", additions)));
      JsonNode added = check(read(http.postJson(PATH, additions)));
      added.path("data").forEach(rule -> ids.add(rule.path("id").asText()));
    }
    if (!obsolete.isEmpty()) {
      ObjectNode deletion = Json.MAPPER.createObjectNode();
      deletion.putObject("delete").set("ids", obsolete);
      read(http.postJson(PATH, deletion.toString()));
    }
    return ids;
  }

  private static String additions(List<String> values) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    ArrayNode add = request.putArray("add");
    for (String value : values) {
      String tag = TAG + Integer.toHexString(value.hashCode());
      add.addObject().put("value", value).put("tag", tag);
    }
    return request.toString();
  }

  private static JsonNode check(JsonNode answer) {
    if (answer.path("errors").isEmpty()
        && answer.path("meta").path("summary").path("invalid").asInt() == 0) {
      return answer;
    }
    List<String> problems = new ArrayList<>();
    for (JsonNode error : answer.path("errors")) {
      String detail = error.path("detail").asText(error.path("title").asText());
      error.path("details").forEach(text -> problems.add(text.asText()));
      problems.add(error.path("value").asText() + ": " + detail);
    }
    throw new IngestException("Cannot add rules to the stream: " + String.join("; ", problems));
  }

  private static JsonNode read(HttpResponse response) throws TwitterException {
    try {
      return Json.MAPPER.readTree(response.asStream());
    } catch (IOException e) {
      throw new TwitterException("The answer broke off", e);
    }
  }
}
