package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.ingester.Limits;
import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.XStreamOptions;
import io.tweetlake.ingester.XStreamOptions.Expansions;
import io.tweetlake.ingester.internal.message.Json;
import io.tweetlake.ingester.internal.run.RunContext;
import java.io.IOException;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import twitter4j.HttpResponse;
import twitter4j.TwitterException;

/** X API v2's recent search: pages of posts, the newest first, of the last seven days. */
final class RecentSearch {
  private static final String PATH = "/2/tweets/search/recent";
  private static final int MAX_PAGE = 100;
  private static final int MIN_PAGE = 10;
  // an hour less than the server looks back, which refuses an older id
  private static final Duration LOOK_BACK = Duration.ofDays(7).minusHours(1);
  private static final int REQUESTS_PER_WINDOW = 450;

  private final XHttp http;
  private final XFailures failures;
  private final Expansions expansions;
  private final Limits limits;
  private final RunContext context;
  private final Retries retries;

  RecentSearch(
      XHttp http, XFailures failures, Expansions expansions, Limits limits, RunContext context) {
    this.http = requireNonNull(http, "http is null");
    this.failures = requireNonNull(failures, "failures is null");
    this.expansions = requireNonNull(expansions, "expansions is null");
    this.limits = requireNonNull(limits, "limits is null");
    this.retries = new Retries(new Backoff(REQUESTS_PER_WINDOW), http.server(), context);
    this.context = requireNonNull(context, "context is null");
  }

  /** Takes one page's body, and the ids of its newest and oldest posts. */
  @FunctionalInterface
  interface PageTaker {
    void take(byte[] body, String newestId, String oldestId) throws InterruptedException;
  }

  /**
   * Fetches every page between two ids, both exclusive.
   *
   * @return whether all were fetched before the run was to stop
   */
  boolean fetch(String query, Optional<String> sinceId, Optional<String> untilId, PageTaker taker)
      throws InterruptedException {
    Map<String, String> parameters = XPosts.parameters(expansions);
    parameters.put("query", query);
    sinceId.filter(this::isWithinReach).ifPresent(id -> parameters.put("since_id", id));
    untilId.ifPresent(id -> parameters.put("until_id", id));
    while (!context.stop().isRequested()) {
      int size = pageSize();
      if (size < MIN_PAGE) {
        context.stop().request(StopReason.MAX_SPEND);
        return false;
      }
      parameters.put("max_results", Integer.toString(size));
      Optional<Page> page = request(parameters);
      if (page.isEmpty()) {
        continue;
      }
      JsonNode meta = page.get().meta();
      if (meta.path("result_count").asInt() > 0) {
        taker.take(
            page.get().body(), meta.path("newest_id").asText(), meta.path("oldest_id").asText());
      }
      if (!meta.path("next_token").isTextual()) {
        return true;
      }
      parameters.put("next_token", meta.path("next_token").asText());
      page.get().waitUntil().ifPresent(this::pauseUntil);
    }
    return false;
  }

  /** Whether the server still accepts an id as a bound. */
  boolean isWithinReach(String id) {
    return Snowflake.time(id).isAfter(context.time().now().minus(LOOK_BACK));
  }

  private record Page(byte[] body, JsonNode meta, Optional<Instant> waitUntil) {}

  /** One page; empty after a failure that has been waited for. */
  private Optional<Page> request(Map<String, String> parameters) throws InterruptedException {
    Failure failure;
    try {
      retries.attempting();
      HttpResponse response = http.get(PATH, parameters);
      byte[] body = response.asStream().readAllBytes();
      boolean exhausted = "0".equals(response.getResponseHeader("x-rate-limit-remaining"));
      Optional<Instant> reset =
          Optional.ofNullable(response.getResponseHeader("x-rate-limit-reset"))
              .flatMap(XHttp::seconds)
              .filter(instant -> exhausted);
      JsonNode meta = Json.MAPPER.readTree(body).path("meta");
      retries.delivered();
      return Optional.of(new Page(body, meta, reset));
    } catch (TwitterException e) {
      failure = failures.of(e, "search X");
    } catch (IOException e) {
      failure = Failure.network("broken");
    }
    context.tally().reconnected(failure.cause());
    retries.pause(failure, "retrying-search", "A search failed");
    return Optional.empty();
  }

  private void pauseUntil(Instant instant) {
    Duration wait = Duration.between(context.time().now(), instant);
    if (wait.isNegative()) {
      return;
    }
    try {
      context.time().pause(wait, context.stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // no larger than what may still be taken and paid for
  private int pageSize() {
    long size = MAX_PAGE;
    if (limits.maxPosts().isPresent()) {
      long wanted = limits.maxPosts().getAsLong() - context.tally().posts();
      size = Math.max(MIN_PAGE, Math.min(size, wanted));
    }
    if (limits.maxSpendUsd().isPresent()) {
      long affordable =
          limits
              .maxSpendUsd()
              .get()
              .subtract(context.tally().spent())
              .divide(XStreamOptions.PRICE_PER_POST_USD, 0, RoundingMode.DOWN)
              .longValue();
      size = Math.min(size, affordable);
    }
    return (int) size;
  }
}
