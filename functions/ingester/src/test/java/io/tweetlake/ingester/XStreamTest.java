package io.tweetlake.ingester;

import static io.tweetlake.ingester.FakeServer.json;
import static io.tweetlake.ingester.FakeServer.stall;
import static io.tweetlake.ingester.FakeServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.ingester.XStreamOptions.Expansions;
import io.tweetlake.ingester.XStreamOptions.Gaps;
import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class XStreamTest {
  private static final ObjectPath LANDING = new ObjectPath("landing", "");
  private static final String STREAM = "/search/stream";
  private static final String RULES = "/search/stream/rules";
  private static final String SEARCH = "/search/recent";
  private static final String RULE = "(Databricks OR \\\"Delta Lake\\\") (lang:en OR lang:de)";
  private static final CredentialsSource KEYS =
      CredentialsSource.environment(Map.of("X_BEARER_TOKEN", "tok-5ecret"));
  // 2026-11-22T08:00:00Z as an id
  private static final long FIRST_ID =
      (Instant.parse("2026-11-22T08:00:00Z").toEpochMilli() - 1288834974657L) << 22;

  private final MemoryStore store = new MemoryStore();
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T08:00:00Z"));
  @AutoClose private final FakeServer server = new FakeServer();

  @BeforeEach
  void start() {
    server.on(RULES, json(200, "{\"data\":[{\"id\":\"7\",\"value\":\"" + RULE + "\"}]}"));
  }

  @Test
  void liftsAPostsFieldsToTheTopAndKeepsTheRest() throws Exception {
    String id = id(1);
    server.on(
        STREAM,
        stall(
            "\r\n{\"data\":{\"id\":\"%s\",\"text\":\"short\u2026\",\"lang\":\"de\",\"created_at\":\"2026-11-22T08:00:00.000Z\",\"author_id\":\"77\",\"note_tweet\":{\"text\":\"the long text\"},\"public_metrics\":{\"like_count\":2}},\"includes\":{\"users\":[{\"id\":\"77\",\"name\":\"N\",\"username\":\"u\"}]},\"matching_rules\":[{\"id\":\"7\",\"tag\":\"a\"}]}\r\n"
                .formatted(id)));

    IngestReport report = run(1, Gaps.LEAVE);

    JsonNode post = new ObjectMapper().readTree(store.lines("posts/dt=2026-11-22/").get(0));
    assertThat(post.path("id").asText()).isEqualTo(id);
    assertThat(post.path("text").asText()).isEqualTo("the long text");
    assertThat(post.path("truncated_text").asText()).isEqualTo("short\u2026");
    assertThat(post.path("lang").asText()).isEqualTo("de");
    assertThat(post.path("user").path("screen_name").asText()).isEqualTo("u");
    assertThat(post.path("public_metrics").path("like_count").asInt()).isEqualTo(2);
    assertThat(post.path("matching_rules").path(0).path("id").asText()).isEqualTo("7");
    assertThat(report.spent()).isEqualByComparingTo("0.005");
    FakeServer.Request request = server.requests(STREAM).get(0);
    assertThat(request.headers()).containsEntry("authorization", "Bearer tok-5ecret");
    assertThat(request.target()).contains("note_tweet").doesNotContain("expansions");
  }

  @Test
  void addsItsRulesAfterADryRunAndDeletesOnlyItsOwn() throws Exception {
    server.on(
        RULES,
        json(
            200,
            "{\"data\":[{\"id\":\"1\",\"value\":\"cats\",\"tag\":\"of others\"},"
                + "{\"id\":\"2\",\"value\":\"dogs\",\"tag\":\"tweetlake/1\"}]}"),
        json(200, "{\"meta\":{\"summary\":{\"created\":0,\"valid\":1,\"invalid\":0}}}"),
        json(201, "{\"data\":[{\"id\":\"9\",\"value\":\"" + RULE + "\"}]}"),
        json(200, "{\"meta\":{\"summary\":{\"deleted\":1}}}"));
    server.on(STREAM, stall(post(1, "1") + "\r\n" + post(2, "9") + "\r\n"));

    IngestReport report = run(1, Gaps.LEAVE);

    List<FakeServer.Request> requests = server.requests(RULES);
    assertThat(requests)
        .extracting(FakeServer.Request::method)
        .containsExactly("GET", "POST", "POST", "POST");
    assertThat(requests.get(1).target()).endsWith("?dry_run=true");
    assertThat(requests.get(2).body())
        .contains("\"value\":\"" + RULE + "\"")
        .contains("\"tag\":\"tweetlake")
        .isEqualTo(requests.get(1).body());
    assertThat(requests.get(3).body()).isEqualTo("{\"delete\":{\"ids\":[\"2\"]}}");
    assertThat(store.lines("posts/")).singleElement().asString().contains(id(2));
    assertThat(report.filtered()).containsEntry("rule-of-others", 1L);
  }

  @Test
  void saysWhatTheServerFindsWrongWithARule() {
    server.on(
        RULES,
        json(200, "{}"),
        json(
            200,
            "{\"errors\":[{\"value\":\"x\",\"title\":\"UnprocessableEntity\",\"details\":[\"no viable alternative\"]}]}"));

    assertThatThrownBy(() -> run(1, Gaps.LEAVE))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("Cannot add rules to the stream: no viable alternative");
  }

  @Test
  void reconnectsAfterADisconnectInBand() throws Exception {
    server.on(
        STREAM,
        stall(
            post(1, "7")
                + "\r\n{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"UpstreamOperationalDisconnect\",\"detail\":\"d\",\"type\":\"https://api.x.com/2/problems/operational-disconnect\"}]}\r\n"),
        stall(post(2, "7") + "\r\n"));

    IngestReport report = run(2, Gaps.LEAVE);

    assertThat(report.reconnects().toString()).isEqualTo("{operational-disconnect=1}");
    assertThat(report.notices().toString()).isEqualTo("{errors=1}");
  }

  @Test
  void waitsAMinuteWhenTheOldConnectionStillCounts() throws Exception {
    server.on(
        STREAM,
        json(
            429,
            "{\"title\":\"ConnectionException\",\"connection_issue\":\"TooManyConnections\"}",
            "x-rate-limit-remaining: 40",
            "x-rate-limit-reset: 1900000000"),
        stall(post(1, "7") + "\r\n"));

    IngestReport report = run(1, Gaps.LEAVE);

    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    assertThat(report.reconnects().toString()).isEqualTo("{too-many-connections=1}");
  }

  @Test
  void neverShowsTheTokenInAnError() {
    server.on(STREAM, json(401, "{\"title\":\"Unauthorized\",\"detail\":\"tok-5ecret is bad\"}"));

    assertThatThrownBy(() -> run(1, Gaps.LEAVE))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("HTTP 401")
        .hasMessageContaining("*** is bad")
        .hasMessageNotContaining("5ecret");
  }

  @Test
  void fetchesWhatItMissedAndRemovesWhatItHas() throws Exception {
    server.on(STREAM, stream(post(1, "7") + "\r\n"), stall(post(4, "7") + "\r\n"));
    server.on(
        SEARCH,
        json(
            200,
            "{\"data\":[%s,%s,%s],\"meta\":{\"result_count\":3,\"newest_id\":\"%s\",\"oldest_id\":\"%s\"}}"
                .formatted(data(4), data(3), data(2), id(4), id(2))));

    run(4, Gaps.BACKFILL);

    assertThat(store.lines("posts/")).hasSize(4);
    assertThat(server.requests(SEARCH).get(0).target()).contains("since_id=" + id(1));
  }

  @Test
  void resumesAfterTheLastPostThatIsDurable() throws Exception {
    server.on(STREAM, stall(post(1, "7") + "\r\n"));
    run(1, Gaps.BACKFILL);
    server.on(STREAM, stall(post(1, "7") + "\r\n" + post(3, "7") + "\r\n"));
    server.on(
        SEARCH,
        json(
            200,
            "{\"data\":[%s],\"meta\":{\"result_count\":1,\"newest_id\":\"%s\",\"oldest_id\":\"%s\"}}"
                .formatted(data(2), id(2), id(2))));

    IngestReport report = run(2, Gaps.BACKFILL);

    assertThat(report.duplicates()).as("known from the run before").isLessThanOrEqualTo(1);
    assertThat(store.lines("posts/")).hasSize(3);
    assertThat(server.requests(SEARCH).get(0).target()).contains("since_id=" + id(1));
  }

  @Test
  void stopsBeforeItCostsMoreThanAllowed() throws Exception {
    server.on(STREAM, stall(post(1, "7") + "\r\n" + post(2, "7") + "\r\n" + post(3, "7") + "\r\n"));

    IngestReport report =
        run(
            new Limits(OptionalLong.empty(), Optional.empty(), Optional.of(new BigDecimal("0.01"))),
            Gaps.LEAVE);

    assertThat(report.stopReason()).contains(StopReason.MAX_SPEND);
    assertThat(report.spent()).isLessThanOrEqualTo(new BigDecimal("0.015"));
  }

  private IngestReport run(int posts, Gaps gaps) throws InterruptedException {
    return run(Limits.ofPosts(posts), gaps);
  }

  private IngestReport run(Limits limits, Gaps gaps) throws InterruptedException {
    XStreamOptions source =
        new XStreamOptions(
            server.uri("http"),
            KEYS,
            new PostQuery(List.of("Databricks", "Delta Lake"), List.of("en", "de")),
            gaps,
            Expansions.NONE,
            Duration.ofMillis(700));
    return new Ingester(store, IngestOptions.builder(LANDING, source).limits(limits).build(), time)
        .run(IngestListener.NONE);
  }

  private static String id(int number) {
    return Long.toString(FIRST_ID + number);
  }

  private static String data(int number) {
    return "{\"id\":\"%s\",\"text\":\"hallo\",\"lang\":\"de\",\"created_at\":\"2026-11-22T08:00:00.000Z\"}"
        .formatted(id(number));
  }

  private static String post(int number, String rule) {
    return "{\"data\":%s,\"matching_rules\":[{\"id\":\"%s\",\"tag\":\"t\"}]}"
        .formatted(data(number), rule);
  }
}
