package io.tweetlake.ingester;

import static io.tweetlake.ingester.FakeJetstream.FIRST_MICROS;
import static io.tweetlake.ingester.FakeJetstream.event;
import static io.tweetlake.ingester.FakeJetstream.frame;
import static io.tweetlake.ingester.FakeJetstream.fromCursor;
import static io.tweetlake.ingester.FakeJetstream.jetstream;
import static io.tweetlake.ingester.FakeJetstream.micros;
import static io.tweetlake.ingester.FakeJetstream.upgrade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.ingester.FakeJetstream.Ending;
import io.tweetlake.store.ObjectPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlueskyTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T08:00:00Z"));
  @AutoClose private final FakeServer server = new FakeServer();

  @Test
  void shapesAPostLikeATweetAndSaysWhereItIsFrom() throws Exception {
    server.on("/subscribe", jetstream(Ending.STALL, event(1, "Grüße #lake \uD83D\uDE00", "de")));

    run(1, PostQuery.EVERYTHING);

    JsonNode post = new ObjectMapper().readTree(store.lines("posts/dt=2026-09-21/").get(0));
    assertThat(post.path("id").isIntegralNumber()).isTrue();
    assertThat(post.path("id_str").asText()).isEqualTo("key1");
    assertThat(post.path("text").asText()).isEqualTo("Grüße #lake \uD83D\uDE00");
    assertThat(post.path("lang").asText()).isEqualTo("de");
    assertThat(post.path("source").asText()).isEqualTo("bluesky");
    assertThat(post.path("geo").isNull()).isTrue();
    assertThat(post.path("created_at").asText()).isEqualTo("2026-09-21T13:33:20.000Z");
    assertThat(post.path("user").path("id_str").asText()).isEqualTo("did:plc:a1");
    assertThat(post.path("uri").asText()).isEqualTo("at://did:plc:a1/app.bsky.feed.post/key1");
    JsonNode hashtag = post.path("entities").path("hashtags").path(0);
    assertThat(hashtag.toString()).isEqualTo("{\"text\":\"lake\",\"indices\":[6,11]}");
    assertThat(post.path("bluesky").path("time_us").asLong()).isEqualTo(micros(1));
  }

  @Test
  void landsDeletionsAndOtherEventsAsNotices() throws Exception {
    server.on(
        "/subscribe",
        jetstream(
            Ending.STALL,
            "{\"did\":\"did:plc:a\",\"time_us\":%d,\"kind\":\"identity\",\"identity\":{}}"
                .formatted(FIRST_MICROS),
            "{\"did\":\"did:plc:a\",\"time_us\":%d,\"kind\":\"commit\",\"commit\":{\"operation\":\"delete\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k\"}}"
                .formatted(FIRST_MICROS),
            event(1, "x", "en")));

    IngestReport report = run(1, PostQuery.EVERYTHING);

    assertThat(report.notices().toString()).isEqualTo("{delete=1, identity=1}");
    assertThat(store.lines("notices/").get(1))
        .contains("\"id_str\":\"k\",\"user_id_str\":\"did:plc:a\"")
        .contains("\"source\":\"bluesky\"");
  }

  @Test
  void takesOnlyTheLanguagesAndWordsAskedFor() throws Exception {
    server.on(
        "/subscribe",
        jetstream(
            Ending.STALL,
            event(1, "Data lakes", "en-GB"),
            event(2, "Datenseen und data lakes", "de"),
            event(3, "metadata lakes", "en"),
            event(4, "My DATA, lakes!", "en"),
            event(5, "data lakes without a language", "")));

    IngestReport report = run(2, new PostQuery(List.of("data lakes"), List.of("en")));

    assertThat(store.lines("posts/")).hasSize(2);
    assertThat(report.filtered().toString()).isEqualTo("{keyword=1, language=1}");
  }

  @Test
  void resumesByCursorWithoutLossOrRepetition() throws Exception {
    server.on(
        "/subscribe",
        fromCursor(Ending.BREAK, 15),
        fromCursor(Ending.CLOSE, 30),
        fromCursor(Ending.STALL, 40));

    IngestReport report = run(40, PostQuery.EVERYTHING);

    assertThat(store.lines("posts/")).hasSize(40);
    assertThat(report.duplicates()).isPositive();
    assertThat(server.requests("/subscribe"))
        .extracting(FakeServer.Request::target)
        .satisfies(
            targets -> {
              assertThat(targets).hasSize(3);
              assertThat(targets.get(0)).endsWith("?wantedCollections=app.bsky.feed.post");
              assertThat(targets.get(1)).contains("&cursor=");
              assertThat(targets.get(2)).contains("&cursor=");
            });
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(250), Duration.ofMillis(250));
  }

  @Test
  void beginsTheNextRunAtThePositionThatIsDurable() throws Exception {
    server.on("/subscribe", jetstream(Ending.STALL, event(1, "a", "en"), event(2, "b", "en")));
    run(2, PostQuery.EVERYTHING);
    server.on("/subscribe", jetstream(Ending.STALL, event(2, "b", "en"), event(3, "c", "en")));

    IngestReport second = run(1, PostQuery.EVERYTHING);

    assertThat(second.duplicates()).isEqualTo(1);
    assertThat(store.lines("posts/")).hasSize(3);
    assertThat(server.requests("/subscribe").get(1).target())
        .endsWith("&cursor=" + (micros(2) - 5_000_000));
  }

  @Test
  void doesNotSaveAPositionBeforeThePostsAreDurable() throws Exception {
    server.on("/subscribe", jetstream(Ending.STALL, event(1, "a", "en")));
    store.beforeWrite(
        path -> {
          if (path.key().endsWith(".json") && !path.key().contains("lease")) {
            assertThat(store.keys("posts/")).isNotEmpty();
          }
        });

    run(1, PostQuery.EVERYTHING);

    assertThat(store.keys("state/")).hasSize(2);
  }

  @Test
  void noticesASilentServer() throws Exception {
    server.on(
        "/subscribe",
        jetstream(Ending.STALL, event(1, "a", "en")),
        jetstream(Ending.STALL, event(1, "a", "en"), event(2, "b", "en")));

    IngestReport report = run(2, PostQuery.EVERYTHING);

    assertThat(report.reconnects().toString()).isEqualTo("{stalled=1}");
  }

  @Test
  void goesOnWithLivePostsWhenACursorAlwaysBreaksTheConnection() throws Exception {
    FakeServer.Answer poisoned =
        (request, connection) -> {
          upgrade(request, connection);
          connection.send(frame(1, true, new byte[] {(byte) 0xc3, 0x28}));
          connection.waitForEnd();
        };
    server.on(
        "/subscribe",
        jetstream(Ending.BREAK, event(1, "a", "en")),
        poisoned,
        poisoned,
        poisoned,
        poisoned,
        poisoned,
        jetstream(Ending.STALL, event(9, "b", "en")));

    run(2, PostQuery.EVERYTHING);

    List<FakeServer.Request> requests = server.requests("/subscribe");
    assertThat(requests.get(5).target()).contains("cursor=");
    assertThat(requests.get(6).target()).doesNotContain("cursor=");
  }

  @Test
  void waitsAsLongAsARefusalAsksFor() throws Exception {
    server.on(
        "/subscribe",
        FakeServer.json(503, "{}"),
        FakeServer.json(503, "{}"),
        FakeServer.json(429, "{}"),
        FakeServer.json(429, "{}"),
        jetstream(Ending.STALL, event(1, "a", "en")));

    IngestReport report = run(1, PostQuery.EVERYTHING);

    assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(5L, 10L, 60L, 120L);
    assertThat(report.reconnects().toString()).isEqualTo("{http-429=2, http-503=2}");
  }

  @Test
  void waitsUntilTheResetThatARefusalNames() throws Exception {
    long reset = time.now().plusSeconds(333).getEpochSecond();
    server.on(
        "/subscribe",
        FakeServer.json(429, "{}", "ratelimit-reset: " + reset),
        jetstream(Ending.STALL, event(1, "a", "en")));

    run(1, PostQuery.EVERYTHING);

    assertThat(time.pauses().get(0)).isBetween(Duration.ofSeconds(325), Duration.ofSeconds(333));
  }

  @Test
  void takesAnEventThatWasCutInTheMiddleFromTheCursorOn() throws Exception {
    byte[] whole = frame(1, true, event(2, "b", "en").getBytes(UTF_8));
    server.on(
        "/subscribe",
        (request, connection) -> {
          jetstream(Ending.BREAK, event(1, "a", "en")).answer(request, connection);
          connection.send(Arrays.copyOf(whole, whole.length / 2));
        },
        FakeJetstream.fromCursor(Ending.STALL, 2));

    IngestReport report = run(2, PostQuery.EVERYTHING);

    assertThat(store.lines("posts/")).hasSize(2);
    assertThat(report.reconnects()).hasSize(1);
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(250));
  }

  @Test
  void takesAHugePostAndGivesUpOnOneWithoutEnd() throws Exception {
    String huge = event(1, "x".repeat(3 << 20), "en");
    byte[] endless = frame(1, false, event(2, "y".repeat(9 << 20), "en").getBytes(UTF_8));
    server.on(
        "/subscribe",
        (request, connection) -> {
          jetstream(Ending.BREAK, huge).answer(request, connection);
          connection.send(endless);
          connection.waitForEnd();
        },
        jetstream(Ending.STALL, event(3, "c", "en")));

    IngestReport report = run(2, PostQuery.EVERYTHING);

    assertThat(store.lines("posts/")).hasSize(2);
    assertThat(report.reconnects().toString()).isEqualTo("{too-large=1}");
  }

  private IngestReport run(int posts, PostQuery query) throws InterruptedException {
    BlueskyOptions source =
        new BlueskyOptions(server.uri("ws").resolve("/subscribe"), query, Duration.ofMillis(700));
    return new Ingester(
            store,
            IngestOptions.builder(new ObjectPath("landing", ""), source)
                .limits(Limits.ofPosts(posts))
                .build(),
            time)
        .run(IngestListener.NONE);
  }
}
