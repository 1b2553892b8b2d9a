package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A minute's posts of a busy stream, whose connection breaks every 1,500 posts. */
class SoakTest {
  private static final int POSTS = 30_000;
  private static final int POSTS_A_CONNECTION = 1_500;
  private static final String PADDING = "lorem ipsum ".repeat(40);

  @Test
  @Timeout(60)
  void takesEveryPostExactlyOnceThroughManyInterruptionsAndASlowStore() throws Exception {
    MemoryStore store = new MemoryStore();
    store.beforeWrite(path -> LockSupport.parkNanos(Duration.ofMillis(20).toNanos()));
    AtomicInteger next = new AtomicInteger();
    AtomicLong overlaps = new AtomicLong();
    try (FakeServer server = new FakeServer()) {
      server.on(
          "/sample.json",
          (request, connection) -> {
            connection.head(200, new String[0]);
            // the last three of the connection before are sent again
            int first = Math.max(0, next.get() - 3);
            overlaps.addAndGet(next.get() - first);
            StringBuilder lines = new StringBuilder();
            for (int i = first; i < Math.min(POSTS, first + POSTS_A_CONNECTION); i++) {
              lines.append(post(i)).append("\r\n");
              next.set(i + 1);
            }
            connection.send(lines.toString().getBytes(UTF_8));
            if (next.get() == POSTS) {
              connection.waitForEnd();
            }
          });
      VirtualTime time = new VirtualTime(java.time.Instant.parse("2026-11-22T08:00:00Z"));
      XV1Options source =
          new XV1Options(
              server.uri("http"),
              CredentialsSource.NONE,
              PostQuery.EVERYTHING,
              Duration.ofSeconds(20));

      IngestReport report =
          new Ingester(
                  store,
                  IngestOptions.builder(new ObjectPath("landing", ""), source)
                      .limits(Limits.ofPosts(POSTS))
                      .rotation(new Rotation(1000, 1 << 20, Duration.ofMinutes(1)))
                      .buffer(new Buffer(1 << 20, Duration.ofSeconds(30)))
                      .build(),
                  time)
              .run(IngestListener.NONE);

      assertThat(report.posts()).isEqualTo(POSTS);
      assertThat(report.dropped()).isZero();
      assertThat(report.duplicates()).isEqualTo(overlaps.get());
      assertThat(store.lines("posts/")).hasSize(POSTS).doesNotHaveDuplicates();
    }
  }

  private static String post(int number) {
    return "{\"id\":%d,\"id_str\":\"%d\",\"text\":\"%s\",\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\"}"
        .formatted(number, number, PADDING);
  }
}
