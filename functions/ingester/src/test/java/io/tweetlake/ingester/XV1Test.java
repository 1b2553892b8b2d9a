package io.tweetlake.ingester;

import static io.tweetlake.ingester.FakeServer.json;
import static io.tweetlake.ingester.FakeServer.stall;
import static io.tweetlake.ingester.FakeServer.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a v1.1 stream can do to its reader. */
@Timeout(60)
class XV1Test {
  private static final String PATH = "/1.1/statuses/sample.json";
  private static final ObjectPath LANDING = new ObjectPath("landing", "");

  private final MemoryStore store = new MemoryStore();
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T08:00:00Z"));
  @AutoClose private final FakeServer server = new FakeServer();

  @Test
  void landsLinesByteForByteAndReconnectsWhenTheServerCloses() throws Exception {
    server.on(
        PATH,
        stream(post(1) + "\r\n\r\n" + post(2) + "\r\n"),
        stream("{\"limit\":{\"track\":42}}\r\n"),
        stall(post(3) + "\r\n"));

    IngestReport report = run(3);

    assertThat(store.lines("posts/")).containsExactly(post(1), post(2), post(3));
    assertThat(store.lines("notices/")).containsExactly("{\"limit\":{\"track\":42}}");
    assertThat(report.reconnects().toString()).isEqualTo("{closed=2}");
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(250), Duration.ofMillis(250));
  }

  @Test
  void countsALineThatIsCutByTheEndOfTheConnection() throws Exception {
    server.on(PATH, stream(post(1) + "\r\n" + post(2).substring(0, 50)), stall(post(2) + "\r\n"));

    IngestReport report = run(2);

    assertThat(store.lines("posts/")).containsExactly(post(1), post(2));
    assertThat(report.rejected().toString()).isEqualTo("{cut-line=1}");
  }

  @Test
  void noticesASilentConnectionAndMakesANewOne() throws Exception {
    server.on(PATH, stall(post(1) + "\r\n"), stall(post(2) + "\r\n"));

    IngestReport report = run(2);

    assertThat(store.lines("posts/")).containsExactly(post(1), post(2));
    assertThat(report.reconnects().toString()).isEqualTo("{stalled=1}");
  }

  @Test
  void waitsLongerAfterEveryServerError() throws Exception {
    FakeServer.Answer broken = json(503, "{}");
    server.on(
        PATH,
        broken,
        broken,
        broken,
        broken,
        broken,
        broken,
        broken,
        broken,
        stall(post(1) + "\n"));

    run(1);

    assertThat(time.pauses())
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 320L);
  }

  @Test
  void waitsUntilTheResetThatTheServerNames() throws Exception {
    long reset = time.now().plusSeconds(333).getEpochSecond();
    server.on(
        PATH,
        json(429, "{}", "x-rate-limit-remaining: 0", "x-rate-limit-reset: " + reset),
        json(429, "{}"),
        json(420, "{}"),
        stall(post(1) + "\r\n"));

    IngestReport report = run(1);

    assertThat(time.pauses().get(0)).isBetween(Duration.ofSeconds(325), Duration.ofSeconds(333));
    assertThat(time.pauses().subList(1, 3))
        .containsExactly(Duration.ofSeconds(120), Duration.ofSeconds(240));
    assertThat(report.reconnects().toString()).isEqualTo("{http-420=1, http-429=2}");
  }

  @Test
  void endsAtOnceWhenItIsNotAllowedIn() {
    server.on(PATH, json(403, "{\"title\":\"Forbidden\",\"detail\":\"Please use V2\"}"));

    assertThatThrownBy(() -> run(1))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("HTTP 403. The app may not do this")
        .hasMessageContaining("Please use V2");
    assertThat(server.requests(PATH)).hasSize(1);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void reconnectsAfterADisconnectMessage() throws Exception {
    server.on(
        PATH,
        stall(post(1) + "\r\n{\"disconnect\":{\"code\":7,\"reason\":\"admin logout\"}}\r\n"),
        stall(post(2) + "\r\n"));

    IngestReport report = run(2);

    assertThat(report.reconnects().toString()).isEqualTo("{disconnect=1}");
    assertThat(report.notices().toString()).isEqualTo("{disconnect=1}");
  }

  @Test
  void survivesCompressedDataThatBreaksOff() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      lines.append(post(i)).append("\r\n");
    }
    byte[] gzip = gzip(lines.toString());
    server.on(
        PATH,
        (request, connection) -> {
          connection.head(200, new String[] {"Content-Encoding: gzip"});
          connection.send(Arrays.copyOf(gzip, gzip.length - 20));
        },
        stall(post(1000) + "\r\n"));

    IngestReport report = runUntil(progress -> progress.reconnects().containsKey("stalled"));

    assertThat(report.reconnects()).containsEntry("broken", 1L);
    List<String> landed = store.lines("posts/");
    assertThat(landed).contains(post(0), post(100), post(1000)).doesNotHaveDuplicates();
    assertThat(landed.size() + report.rejectedCount() + report.duplicates())
        .isEqualTo(report.lines());
  }

  @Test
  void takesAHugePostAndBytesThatAreNotUtf8() throws Exception {
    String huge = post(1).replace("hallo", "x".repeat(3 << 20));
    server.on(
        PATH,
        (request, connection) -> {
          connection.head(200, new String[0]);
          connection.send((huge + "\r\n").getBytes(UTF_8));
          connection.send(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}', '\r', '\n'});
          connection.send((post(2) + "\r\n").getBytes(UTF_8));
          connection.waitForEnd();
        });

    IngestReport report = run(2);

    assertThat(store.lines("posts/")).containsExactly(huge, post(2));
    assertThat(report.rejected().toString()).isEqualTo("{invalid-utf-8=1}");
  }

  @Test
  void removesPostsThatAreDeliveredTwice() throws Exception {
    server.on(
        PATH, stream(post(1) + "\n" + post(2) + "\n"), stall(post(2) + "\n" + post(3) + "\n"));

    IngestReport report = run(3);

    assertThat(store.lines("posts/")).containsExactly(post(1), post(2), post(3));
    assertThat(report.duplicates()).isEqualTo(1);
  }

  @Test
  void sendsWhatToTrackAndInWhichLanguages() throws Exception {
    server.on("/1.1/statuses/filter.json", stall(post(1) + "\n"));

    new Ingester(
            store,
            IngestOptions.builder(
                    LANDING, source(new PostQuery(List.of("data", "Delta Lake"), List.of("en"))))
                .limits(Limits.ofPosts(1))
                .build(),
            time)
        .run(IngestListener.NONE);

    FakeServer.Request request = server.requests("/filter.json").get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body())
        .contains("track=data%2CDelta%20Lake")
        .contains("language=en")
        .contains("stall_warnings=true");
  }

  @Test
  void writesEverythingReceivedSoonAfterItIsAskedToStop() throws Exception {
    server.on(PATH, stall(post(1) + "\r\n" + post(2) + "\r\n" + post(3).substring(0, 40)));
    Ingester ingester =
        new Ingester(
            store,
            options(
                new XV1Options(
                    server.uri("http"),
                    CredentialsSource.NONE,
                    PostQuery.EVERYTHING,
                    Duration.ofMinutes(5))));
    CountDownLatch received = new CountDownLatch(1);
    Thread stopper =
        new Thread(
            () -> {
              try {
                received.await();
                ingester.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stopper.start();

    Instant[] last = new Instant[1];
    IngestReport report =
        ingester.run(
            new IngestListener() {
              @Override
              public void progressed(IngestReport progress) {
                if (progress.posts() == 2 && received.getCount() > 0) {
                  last[0] = Instant.now();
                  received.countDown();
                }
              }
            });

    assertThat(report.stopReason()).contains(StopReason.REQUESTED);
    assertThat(store.lines("posts/")).containsExactly(post(1), post(2));
    assertThat(Duration.between(last[0], Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void countsWhatItDropsWhenTheStoreIsSlowerForTooLong() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append(post(i)).append('\n');
    }
    CountDownLatch dropping = new CountDownLatch(1);
    store.beforeWrite(
        path -> {
          if (path.key().startsWith("posts/")) {
            await(dropping);
          }
        });
    server.on(PATH, stall(lines.toString()));
    Ingester ingester =
        new Ingester(
            store,
            IngestOptions.builder(LANDING, source(PostQuery.EVERYTHING))
                .rotation(new Rotation(5, 64L << 20, Duration.ofSeconds(5)))
                .buffer(new Buffer(1000, Duration.ofMillis(200)))
                .build());

    IngestReport report =
        ingester.run(
            new IngestListener() {
              @Override
              public void happened(IngestEvent event) {
                if (event.name().equals("dropping")) {
                  dropping.countDown();
                }
              }

              @Override
              public void progressed(IngestReport progress) {
                if (progress.posts() + progress.dropped() == 60) {
                  ingester.stop();
                }
              }
            });

    assertThat(report.dropped()).isPositive();
    assertThat(report.posts() + report.dropped()).isEqualTo(60);
    assertThat(store.lines("posts/")).hasSize((int) report.posts());
  }

  @Test
  void writesAgainUntilTheStoreIsBack() throws Exception {
    server.on(PATH, stall(post(1) + "\n" + post(2) + "\n"));
    AtomicInteger failures = new AtomicInteger(4);
    store.beforeWrite(
        path -> {
          if (path.key().startsWith("posts/") && failures.decrementAndGet() >= 0) {
            throw new ObjectStoreException("Slow down");
          }
        });
    Ingester ingester =
        new Ingester(
            store,
            IngestOptions.builder(LANDING, source(PostQuery.EVERYTHING))
                .rotation(new Rotation(1, 1 << 20, Duration.ofMinutes(1)))
                .build(),
            time);

    ingester.run(
        new IngestListener() {
          @Override
          public void progressed(IngestReport progress) {
            if (progress.written() == 1) {
              ingester.stop();
            }
          }
        });

    assertThat(store.lines("posts/")).containsExactlyInAnyOrder(post(1), post(2));
    assertThat(time.pauses())
        .extracting(Duration::toMillis)
        .containsSubsequence(500L, 1000L, 2000L, 4000L);
  }

  @Test
  void leavesTheSourceToTheRunThatHoldsTheLease() throws Exception {
    server.on(PATH, stall(post(1) + "\n"));
    run(1);
    String lease = store.keys("state/x-v1-").get(0);
    hold(lease, time.now().plusSeconds(60));

    IngestReport held = run(2);

    assertThat(held.stopReason()).contains(StopReason.LEASE_HELD);
    assertThat(held.lines()).isZero();

    time.skip(Duration.ofSeconds(61));
    assertThat(run(1).stopReason()).as("expired").contains(StopReason.MAX_POSTS);
  }

  @Test
  void endsWhenItsLeaseWasTakenOver() throws Exception {
    server.on(PATH, stall(post(1) + "\n"));

    IngestReport report =
        runUntil(
            progress -> {
              if (progress.posts() == 1 && store.keys("state/").size() == 1) {
                hold(store.keys("state/").get(0), time.now().plusSeconds(900));
                time.skip(Duration.ofSeconds(60));
              }
              return false;
            });

    assertThat(report.stopReason()).contains(StopReason.LEASE_LOST);
    assertThat(store.lines("posts/")).containsExactly(post(1));
  }

  private void hold(String key, Instant until) {
    String body = "{\"owner\":\"other\",\"expires_at\":\"" + until + "\"}";
    store.write(new ObjectPath("landing", key), body.getBytes(UTF_8), Map.of());
  }

  private IngestReport run(int posts) throws InterruptedException {
    return new Ingester(
            store,
            IngestOptions.builder(LANDING, source(PostQuery.EVERYTHING))
                .limits(Limits.ofPosts(posts))
                .build(),
            time)
        .run(IngestListener.NONE);
  }

  private IngestReport runUntil(Predicate<IngestReport> enough) throws InterruptedException {
    Ingester ingester = new Ingester(store, options(source(PostQuery.EVERYTHING)), time);
    return ingester.run(
        new IngestListener() {
          @Override
          public void progressed(IngestReport report) {
            if (enough.test(report)) {
              ingester.stop();
            }
          }
        });
  }

  private static IngestOptions options(SourceOptions source) {
    return IngestOptions.builder(LANDING, source).build();
  }

  private XV1Options source(PostQuery query) {
    return new XV1Options(
        server.uri("http"), CredentialsSource.NONE, query, Duration.ofMillis(700));
  }

  private static String post(long id) {
    return "{\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\",\"id\":%d,\"id_str\":\"%d\",\"text\":\"hallo w\u00e4lt\",\"lang\":\"de\"}"
        .formatted(id, id);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
