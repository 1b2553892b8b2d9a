package io.tweetlake.ingester.internal.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.credentials.Credentials;
import io.tweetlake.ingester.internal.message.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import twitter4j.TwitterException;

/** Tells failures of X that pass from those that a person has to do something about. */
final class XFailures {
  private static final Set<String> FATAL_TITLES =
      Set.of("UsageCapExceeded", "client-forbidden", "client-not-enrolled", "Unauthorized");

  // announcements are short, posts are not worth another look
  private static final int MAX_IN_BAND_BYTES = 2048;

  private final Credentials credentials;

  XFailures(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * What the failure of a request means.
   *
   * @throws IngestException where no further attempt can help
   */
  Failure of(TwitterException e, String request) {
    int status = e.getStatusCode();
    if (status < 0) {
      return Failure.unreachable(e);
    }
    if (status == 429 || status == 420) {
      boolean connections = String.valueOf(e.getMessage()).contains("TooManyConnections");
      return connections
          ? Failure.rateLimit("too-many-connections", Optional.empty())
          : Failure.rateLimit("http-" + status, reset(e));
    }
    if (status >= 500) {
      return Failure.server(status);
    }
    throw new IngestException(
        "Cannot %s: HTTP %d. %s%s"
            .formatted(request, status, advice(status), details(e.getMessage())));
  }

  /**
   * What an {@code errors} message on an open stream means.
   *
   * @return empty where it does not end the connection
   * @throws IngestException where no further attempt can help
   */
  Optional<Failure> inBand(byte[] line) {
    if (line.length > MAX_IN_BAND_BYTES) {
      return Optional.empty();
    }
    JsonNode message;
    try {
      message = Json.MAPPER.readTree(line);
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode problem = message.path("errors").path(0);
    if (message.has("title") && message.has("type")) {
      problem = message;
    }
    if (message.has("data") || !problem.isObject()) {
      return Optional.empty();
    }
    String title = problem.path("title").asText();
    if (FATAL_TITLES.contains(title)) {
      throw new IngestException(
          "Cannot go on reading the stream: "
              + credentials.redact(title + ": " + problem.path("detail").asText()));
    }
    return Optional.of(Failure.network(title.isEmpty() ? "errors" : title));
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 ->
          "The bearer token is wrong or has been revoked: put the right one into the secret.";
      case 402 -> "The account has no credit left: buy credit in the developer console.";
      case 403 ->
          "The app may not do this: check its project, plan and permissions in the developer"
              + " console.";
      case 404 -> "The server has no such end point: check the base URL.";
      default -> "The server does not accept the request.";
    };
  }

  private String details(String body) {
    int start = body == null ? -1 : body.indexOf('{');
    if (start < 0) {
      return "";
    }
    try {
      JsonNode problem = Json.MAPPER.readTree(body.substring(start));
      StringBuilder details = new StringBuilder();
      append(details, problem);
      problem.path("errors").forEach(error -> append(details, error));
      return credentials.redact(details.toString());
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static void append(StringBuilder details, JsonNode problem) {
    for (String field : new String[] {"title", "detail", "message"}) {
      if (problem.path(field).isTextual()) {
        details.append(' ').append(problem.path(field).asText());
      }
    }
  }

  // a limit that still has requests left is not what was exceeded
  private static Optional<Instant> reset(TwitterException e) {
    Optional<String> remaining = header(e, "x-rate-limit-remaining");
    return remaining.isPresent() && !remaining.get().strip().equals("0")
        ? Optional.empty()
        : header(e, "x-rate-limit-reset").flatMap(XHttp::seconds);
  }

  private static Optional<String> header(TwitterException e, String name) {
    try {
      return Optional.ofNullable(e.getResponseHeader(name));
    } catch (NullPointerException absent) {
      // what Twitter4J does where there is no such header
      return Optional.empty();
    }
  }
}
