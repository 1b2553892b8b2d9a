package io.tweetlake.ingester;

import static io.tweetlake.ingester.FakeServer.json;
import static io.tweetlake.ingester.FakeServer.stall;
import static io.tweetlake.ingester.FakeServer.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.ingester.FakeServer.Answer;
import io.tweetlake.ingester.XStreamOptions.Expansions;
import io.tweetlake.ingester.XStreamOptions.Gaps;
import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a server of X's streams can do to its reader: every post that it delivers whole lands once,
 * and the next attempt comes just when it should.
 */
@Timeout(60)
class NastyServerTest {
  private static final Duration NETWORK = Duration.ofMillis(250);
  private static final Duration STALL = Duration.ofMillis(700);

  private final MemoryStore store = new MemoryStore();
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T08:00:00Z"));
  @AutoClose private final FakeServer server = new FakeServer();

  /** The streams that speak HTTP. */
  enum Api {
    V1(
        "/1.1/statuses/sample.json",
        "{\"disconnect\":{\"code\":7,\"reason\":\"admin logout\"}}",
        "disconnect") {
      @Override
      SourceOptions source(FakeServer server) {
        return new XV1Options(
            server.uri("http"),
            CredentialsSource.NONE,
            PostQuery.EVERYTHING,
            NastyServerTest.STALL);
      }

      @Override
      String line(int id, String text) {
        return "{\"id\":%d,\"id_str\":\"%d\",\"text\":\"%s\",\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\"}"
            .formatted(id, id, text);
      }
    },
    V2(
        "/2/tweets/search/stream",
        "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"UpstreamOperationalDisconnect\",\"type\":\"https://api.x.com/2/problems/operational-disconnect\"}]}",
        "operational-disconnect") {
      @Override
      SourceOptions source(FakeServer server) {
        return new XStreamOptions(
            server.uri("http"),
            CredentialsSource.environment(Map.of("X_BEARER_TOKEN", "token")),
            new PostQuery(List.of("cats"), List.of("en")),
            Gaps.LEAVE,
            Expansions.NONE,
            NastyServerTest.STALL);
      }

      @Override
      String line(int id, String text) {
        return "{\"data\":{\"id\":\"%d\",\"text\":\"%s\",\"created_at\":\"2026-11-22T08:00:00.000Z\"},\"matching_rules\":[{\"id\":\"7\"}]}"
            .formatted(id, text);
      }
    };

    private final String path;
    private final String disconnect;
    private final String disconnectCause;

    Api(String path, String disconnect, String disconnectCause) {
      this.path = path;
      this.disconnect = disconnect;
      this.disconnectCause = disconnectCause;
    }

    abstract SourceOptions source(FakeServer server);

    abstract String line(int id, String text);

    String lines(int... ids) {
      return Arrays.stream(ids)
          .mapToObj(id -> line(id, "hello") + "\r\n")
          .reduce("", String::concat);
    }
  }

  @BeforeEach
  void start() {
    server.on(
        "/search/stream/rules",
        json(200, "{\"data\":[{\"id\":\"7\",\"value\":\"cats (lang:en)\"}]}"));
  }

  @ParameterizedTest
  @EnumSource
  void stallsWithoutClosing(Api api) throws Exception {
    IngestReport report = run(api, 2, stall(api.lines(1)), stall(api.lines(2)));

    assertLanded(2);
    assertThat(report.reconnects()).isEqualTo(Map.of("stalled", 1L));
    assertThat(time.pauses()).containsExactly(NETWORK);
  }

  @ParameterizedTest
  @EnumSource
  void closesInTheMiddleOfALine(Api api) throws Exception {
    String half = api.line(2, "hello").substring(0, 40);

    IngestReport report = run(api, 2, stream(api.lines(1) + half), stall(api.lines(2)));

    assertLanded(2);
    assertThat(report.rejected()).isEqualTo(Map.of("cut-line", 1L));
    assertThat(store.lines("rejected/")).singleElement().asString().contains("cut-line");
    assertThat(report.reconnects()).isEqualTo(Map.of("closed", 1L));
    assertThat(time.pauses()).containsExactly(NETWORK);
  }

  @ParameterizedTest
  @EnumSource
  void closesAgainAndAgainWithoutDelivering(Api api) throws Exception {
    run(api, 1, stream(), stream(), stream(), stall(api.lines(1)));

    assertLanded(1);
    assertThat(time.pauses())
        .containsExactly(NETWORK, NETWORK.multipliedBy(2), NETWORK.multipliedBy(3));
  }

  @ParameterizedTest
  @EnumSource
  void limitsTheRateUntilAReset(Api api) throws Exception {
    long reset = time.now().plusSeconds(333).getEpochSecond();

    IngestReport report =
        run(
            api,
            1,
            json(429, "{}", "x-rate-limit-remaining: 0", "x-rate-limit-reset: " + reset),
            stall(api.lines(1)));

    assertLanded(1);
    assertThat(report.reconnects()).isEqualTo(Map.of("http-429", 1L));
    assertThat(time.pauses()).hasSize(1);
    assertThat(time.now())
        .as("not before the reset")
        .isAfterOrEqualTo(Instant.ofEpochSecond(reset));
    assertThat(time.pauses().get(0)).isLessThanOrEqualTo(Duration.ofSeconds(333));
  }

  @ParameterizedTest
  @EnumSource
  void limitsTheRateAndDoesNotSayForHowLong(Api api) throws Exception {
    run(api, 1, json(429, "{}"), json(429, "{}"), json(429, "{}"), stall(api.lines(1)));

    assertLanded(1);
    assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(60L, 120L, 240L);
  }

  @ParameterizedTest
  @EnumSource
  void failsInBursts(Api api) throws Exception {
    Answer broken = json(503, "{}");

    IngestReport report =
        run(api, 2, broken, broken, stream(api.lines(1)), broken, stall(api.lines(2)));

    assertLanded(2);
    assertThat(report.reconnects()).isEqualTo(Map.of("http-503", 3L, "closed", 1L));
    assertThat(time.pauses())
        .containsExactly(
            Duration.ofSeconds(5), Duration.ofSeconds(10), NETWORK, Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource
  void announcesTheEndInBand(Api api) throws Exception {
    IngestReport report =
        run(api, 2, stall(api.lines(1) + api.disconnect + "\r\n"), stall(api.lines(2)));

    assertLanded(2);
    assertThat(report.reconnects()).isEqualTo(Map.of(api.disconnectCause, 1L));
    assertThat(store.lines("notices/")).containsExactly(api.disconnect);
    assertThat(time.pauses()).containsExactly(NETWORK);
  }

  @ParameterizedTest
  @EnumSource
  void stillCountsTheOldConnection(Api api) throws Exception {
    Answer tooMany =
        json(
            429,
            "{\"title\":\"ConnectionException\",\"connection_issue\":\"TooManyConnections\"}",
            "x-rate-limit-remaining: 40",
            "x-rate-limit-reset: 1900000000");

    IngestReport report = run(api, 1, tooMany, tooMany, stall(api.lines(1)));

    assertLanded(1);
    assertThat(report.reconnects()).isEqualTo(Map.of("too-many-connections", 2L));
    assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(60L, 120L);
  }

  @ParameterizedTest
  @EnumSource
  void breaksOffInsideCompressedData(Api api) throws Exception {
    int count = 500;
    byte[] gzip = gzip(api.lines(IntStream.rangeClosed(1, count).toArray()));
    Answer truncated =
        (request, connection) -> {
          connection.head(200, new String[] {"Content-Encoding: gzip"});
          connection.send(Arrays.copyOf(gzip, gzip.length - 30));
        };

    // all of them again afterwards, so that what was cut off comes too
    IngestReport report =
        run(api, count, truncated, stall(api.lines(IntStream.rangeClosed(1, count).toArray())));

    assertLanded(count);
    assertThat(report.reconnects()).isEqualTo(Map.of("broken", 1L));
    assertThat(report.posts() + report.duplicates() + report.rejectedCount())
        .as("every line is accounted for")
        .isEqualTo(report.lines());
    assertThat(time.pauses()).containsExactly(NETWORK);
  }

  @ParameterizedTest
  @EnumSource
  void deliversTwice(Api api) throws Exception {
    IngestReport report = run(api, 3, stream(api.lines(1, 2, 2)), stall(api.lines(1, 2, 3)));

    assertLanded(3);
    assertThat(report.duplicates()).isEqualTo(3);
    assertThat(time.pauses()).containsExactly(NETWORK);
  }

  @ParameterizedTest
  @EnumSource
  void sendsAHugePost(Api api) throws Exception {
    String huge = api.line(1, "x".repeat(5 << 20)) + "\r\n";

    run(api, 2, stall(huge + api.lines(2)));

    assertLanded(2);
    assertThat(store.lines("posts/").get(0)).hasSizeGreaterThan(5 << 20);
    assertThat(time.pauses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sendsBytesThatAreNotUtf8(Api api) throws Exception {
    byte[] bad = api.lines(9).getBytes(UTF_8);
    bad[bad.length / 2] = (byte) 0xff;

    IngestReport report =
        run(
            api,
            2,
            (request, connection) -> {
              connection.head(200, new String[0]);
              connection.send(api.lines(1).getBytes(UTF_8));
              connection.send(bad);
              connection.send(api.lines(2).getBytes(UTF_8));
              connection.waitForEnd();
            });

    assertLanded(2);
    assertThat(report.rejected()).isEqualTo(Map.of("invalid-utf-8", 1L));
    assertThat(time.pauses()).isEmpty();
  }

  private IngestReport run(Api api, int posts, Answer... script) throws InterruptedException {
    server.on(api.path, script);
    return new Ingester(
            store,
            IngestOptions.builder(new ObjectPath("landing", ""), api.source(server))
                .limits(Limits.ofPosts(posts))
                .build(),
            time)
        .run(IngestListener.NONE);
  }

  /** The posts from 1 on, each once. */
  private void assertLanded(int count) {
    assertThat(
            store.lines("posts/").stream()
                .map(line -> Integer.parseInt(line.replaceAll("^\\{\"id\":(\\d+),(?s).*", "$1"))))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count).boxed().toList());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
