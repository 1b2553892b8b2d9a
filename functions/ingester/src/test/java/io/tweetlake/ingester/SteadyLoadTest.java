package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten seconds' worth of 2,000 posts a second, as fast as they go; the benchmark has the long form
 * and measures the time.
 */
class SteadyLoadTest {
  private static final int POSTS = 20_000;
  private static final String PADDING = "längerer Text ".repeat(300);

  // what waits, the file in the making, and what was written, which the test keeps
  private static final long MAX_HEAP_BYTES = 48L << 20;

  @Test
  @Timeout(120)
  void takesEveryPostAndKeepsFewInMemory() throws Exception {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryStore store = new MemoryStore();
    memory.gc();
    long before = memory.getHeapMemoryUsage().getUsed();
    List<Long> heap = new ArrayList<>();
    try (FakeServer server = new FakeServer()) {
      server.on(
          "/sample.json",
          (request, connection) -> {
            connection.head(200, new String[0]);
            for (int i = 0; i < POSTS; i++) {
              connection.send(post(i).getBytes(UTF_8));
            }
            connection.waitForEnd();
          });
      XV1Options source =
          new XV1Options(
              server.uri("http"),
              CredentialsSource.NONE,
              PostQuery.EVERYTHING,
              XV1Options.DEFAULT_STALL_TIMEOUT);

      IngestReport report =
          new Ingester(
                  store,
                  IngestOptions.builder(new ObjectPath("landing", ""), source)
                      .limits(Limits.ofPosts(POSTS))
                      .buffer(new Buffer(16L << 20, Duration.ofMinutes(1)))
                      .build())
              .run(
                  new IngestListener() {
                    @Override
                    public void progressed(IngestReport progress) {
                      memory.gc();
                      heap.add(memory.getHeapMemoryUsage().getUsed() - before);
                    }
                  });

      assertThat(report.posts()).isEqualTo(POSTS);
      assertThat(report.dropped()).isZero();
      assertThat(report.postsWritten()).isEqualTo(POSTS);
      assertThat(report.files()).isEqualTo(POSTS / Rotation.DEFAULT.maxMessages());
      assertThat(store.lines("posts/")).hasSize(POSTS);
      assertThat(heap).isNotEmpty().allMatch(bytes -> bytes < MAX_HEAP_BYTES);
    }
  }

  private static String post(int id) {
    return "{\"id\":%d,\"id_str\":\"%d\",\"text\":\"%s\",\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\"}\r\n"
        .formatted(id, id, PADDING);
  }
}
