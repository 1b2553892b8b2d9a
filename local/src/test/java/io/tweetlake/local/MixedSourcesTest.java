package io.tweetlake.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.ingester.FakeJetstream;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.TableNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posts of v1.1, v2 and Bluesky in one landing bucket, in either order. */
class MixedSourcesTest {
  private static final String V1 =
      "{\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\",\"id\":1461999999999999%03d,\"id_str\":\"1461999999999999%03d\",\"text\":\"hello\",\"lang\":\"en\",\"user\":{\"id\":77,\"id_str\":\"77\"},\"geo\":{\"type\":\"Point\",\"coordinates\":[48.2,16.4]},\"coordinates\":{\"type\":\"Point\",\"coordinates\":[16.4,48.2]}}";
  private static final String V2 =
      "{\"data\":{\"id\":\"1992999999999999%03d\",\"text\":\"hello\",\"lang\":\"en\",\"created_at\":\"2026-11-22T08:00:00.000Z\",\"author_id\":\"78\",\"geo\":{\"place_id\":\"p\",\"coordinates\":{\"type\":\"Point\",\"coordinates\":[16.4,48.2]}}}}";

  /** Which source comes first. */
  enum Order {
    V1_FIRST,
    V1_LAST
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void fillOneColumnOfIdsInEitherOrder(Order order) throws Exception {
    List<byte[]> inputs =
        order(
            order,
            List.of(
                lines(IntStream.range(0, 5).mapToObj(i -> V1.formatted(i, i))),
                lines(IntStream.range(0, 4).mapToObj(V2::formatted)),
                lines(IntStream.range(0, 3).mapToObj(i -> FakeJetstream.event(i, "hello", "en")))));
    try (TestDemo demo = TestDemo.start(folder)) {
      for (byte[] input : inputs) {
        demo.ingest(input);
        demo.awaitComplete();
      }

      assertNothingOfAnIdIsLost(demo, 12, 12);
      assertThat(demo.count("SELECT count(DISTINCT id) FROM silver")).isEqualTo(12);
      assertThat(demo.count("SELECT count(*) FROM bronze WHERE geo.coordinates = [48.2, 16.4]"))
          .as("latitude first, whatever the source")
          .isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepEveryRealPostInEitherOrder(Order order) throws Exception {
    List<byte[]> inputs =
        order(
            order,
            List.of(
                real("v1/filter-stream-43.json"),
                real("v2/filtered-stream-with-cut-line.jsonl"),
                real("bluesky/jetstream-152.jsonl")));
    long posts = 0;
    try (TestDemo demo = TestDemo.start(folder)) {
      for (byte[] input : inputs) {
        posts += demo.ingest(input).posts();
        demo.awaitComplete();
      }

      assertThat(posts).isEqualTo(43 + 7 + 17);
      assertNothingOfAnIdIsLost(
          demo, posts, demo.count("SELECT count(*) FROM bronze WHERE lang = 'en'"));
    }
  }

  private static void assertNothingOfAnIdIsLost(TestDemo demo, long posts, long english)
      throws InterruptedException {
    LakeReport report = demo.awaitComplete();
    assertThat(demo.rows("SELECT DISTINCT typeof(id) FROM bronze"))
        .containsExactly(List.of("BIGINT"));
    assertThat(demo.count("SELECT count(id) FROM bronze")).isEqualTo(posts);
    assertThat(
            demo.count(
                "SELECT count(*) FROM bronze WHERE json_exists(_rescued_data, '$.id')"
                    + " OR json_exists(_rescued_data, '$.user.id')"))
        .isZero();
    TableNode silver =
        report.tables().stream()
            .filter(table -> table.name().equals("silver"))
            .findFirst()
            .orElseThrow();
    assertThat(silver.rows()).isEqualTo(english);
    assertThat(silver.expectations())
        .extracting(ExpectationCount::name, ExpectationCount::failed)
        .contains(tuple("valid_id", 0L));
  }

  private static List<byte[]> order(Order order, List<byte[]> inputs) {
    List<byte[]> ordered = new ArrayList<>(inputs);
    if (order == Order.V1_LAST) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private static byte[] lines(Stream<String> lines) {
    return String.join("\n", lines.toList()).getBytes(UTF_8);
  }

  private static byte[] real(String name) throws IOException {
    Path file = RealPosts.file(name);
    if (name.endsWith(".gz")) {
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        return in.readAllBytes();
      }
    }
    return Files.readAllBytes(file);
  }
}
