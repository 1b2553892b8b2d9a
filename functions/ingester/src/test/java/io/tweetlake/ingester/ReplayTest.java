package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectPath LANDING = new ObjectPath("landing", "");
  private static final String POST =
      "{\"created_at\":\"Wed Oct 10 20:19:24 +0000 2018\",\"id\":%d,\"id_str\":\"%d\","
          + "\"text\":\"hallo w\\u00e4lt \uD83D\uDE00\",\"lang\":\"de\"}";
  private static final String DELETE =
      "{\"delete\":{\"status\":{\"id\":1234,\"id_str\":\"1234\",\"user_id\":3},"
          + "\"timestamp_ms\":\"1539202764000\"}}";

  private MemoryStore store = new MemoryStore();

  @TempDir private Path folder;

  @Test
  void landsPostsAndNoticesUnderTheirPrefixesByteForByte() throws Exception {
    String first = post(1);
    String second = post(2).replace(",", " ,\t");

    IngestReport report = replay(first + "\r\n\r\n" + DELETE + "\r\n" + second);

    assertThat(report.posts()).isEqualTo(2);
    assertThat(report.notices()).containsExactly(Map.entry("delete", 1L));
    assertThat(report.rejected()).isEmpty();
    assertThat(report.stopReason()).contains(StopReason.END_OF_SOURCE);
    assertThat(store.lines("posts/dt=2018-10-10/")).containsExactly(first, second);
    assertThat(store.lines("notices/dt=2018-10-10/")).containsExactly(DELETE);
  }

  @Test
  void changesNothingWhenTheSameLinesComeAgain() throws Exception {
    String lines = post(1) + "\n" + post(2) + "\n" + DELETE + "\n{broken\n";
    replay(lines);
    List<String> keys = store.keys("");

    IngestReport again = replay(lines);

    assertThat(store.keys("")).isEqualTo(keys).hasSize(3);
    assertThat(again.files()).isZero();
    assertThat(again.filesThere()).isEqualTo(3);
    assertThat(again.written()).isEqualTo(4);
  }

  @Test
  void keepsLinesThatAreNotOneJsonObjectWithTheirTextAndNumber() throws Exception {
    IngestReport report =
        replay(
            String.join(
                "\n", post(1), "{\"id\": 2, \"te", "[1,2]", "null", "{} {}", "{\"x\":1}", "\"a"));

    assertThat(report.posts()).isEqualTo(1);
    assertThat(report.rejected().toString())
        .isEqualTo("{malformed-json=2, not-an-object=3, unknown-message=3}");
    assertThat(store.lines("rejected/"))
        .contains("{\"reason\":\"malformed-json\",\"line\":2,\"text\":\"{\\\"id\\\": 2, \\\"te\"}")
        .hasSize(8);
  }

  @Test
  void keepsBytesThatAreNotUtf8() throws Exception {
    byte[] bytes = post(1).getBytes(UTF_8);
    bytes[bytes.length - 30] = (byte) 0xff;

    IngestReport report = run(options(input("in", bytes)).build());

    assertThat(report.rejected().toString()).isEqualTo("{invalid-utf-8=1}");
    assertThat(store.lines("rejected/"))
        .singleElement()
        .asString()
        .contains("\"base64\":\"" + java.util.Base64.getEncoder().encodeToString(bytes) + "\"");
  }

  @Test
  void beginsANewFileAfterSoManyMessagesOrBytes() throws Exception {
    String lines = post(1) + "\n" + post(2) + "\n" + post(3) + "\n";

    run(options(input("in", lines)).rotation(rotation(2, 1 << 20)).build());
    assertThat(store.keys("posts/")).hasSize(2);

    run(options(input("in", lines)).rotation(rotation(10, post(1).length() + 20)).build());
    assertThat(store.keys("posts/")).as("three files of a line each, one known").hasSize(4);
  }

  @Test
  void readsGzipWhateverTheFileIsCalled() throws Exception {
    Path file = folder.resolve("posts.json");
    Files.write(file, gzip(post(1) + "\n" + post(2) + "\n"));

    IngestReport report = run(options(ReplayInput.file(file)).build());

    assertThat(report.posts()).isEqualTo(2);
  }

  @Test
  void landsWhatATruncatedGzipStillTellsAndThenFails() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append(post(i * 7919L)).append('\n');
    }
    byte[] whole = gzip(lines.toString());
    ReplayInput cut = input("cut.gz", Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> run(options(cut, input("good", post(9))).build()))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("Cannot read cut.gz beyond line ")
        .hasMessageEndingWith(": the compressed data ends in the middle");

    List<String> landed = store.lines("posts/");
    assertThat(landed).contains(post(9)).hasSizeGreaterThan(100);
    assertThat(lines.toString().lines().toList()).containsAll(landed.subList(0, 100));
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsNotThere() {
    assertThatThrownBy(() -> run(options(ReplayInput.of("/no/such/file")).build()))
        .isInstanceOf(IngestException.class)
        .hasMessage("Cannot read /no/such/file beyond line 0: there is no such file");
  }

  @Test
  void landsAFileThatWasReplayedAloneBeforeOnlyOnce() throws Exception {
    replay(post(2) + "\n");

    run(options(input("a", post(1)), input("b", post(2))).build());

    assertThat(store.lines("posts/")).containsExactlyInAnyOrder(post(1), post(2));
  }

  @Test
  void landsEveryRoundOfALoop() throws Exception {
    ReplayInput input = input("in", post(1));

    IngestReport report =
        run(
            IngestOptions.builder(
                    LANDING, new ReplayOptions(List.of(input), OptionalDouble.empty(), 3))
                .build());

    assertThat(report.posts()).isEqualTo(3);
    assertThat(store.lines("posts/")).containsExactly(post(1), post(1), post(1));
  }

  @Test
  void stopsAtTheMostPostsAsked() throws Exception {
    IngestReport report =
        run(
            options(input("in", post(1) + "\n" + DELETE + "\n" + post(2) + "\n" + post(3)))
                .limits(Limits.ofPosts(2))
                .build());

    assertThat(report.stopReason()).contains(StopReason.MAX_POSTS);
    assertThat(store.lines("posts/")).containsExactly(post(1), post(2));
  }

  @Test
  void leavesOutAByteOrderMark() throws Exception {
    replay("\uFEFF" + post(1) + "\n" + post(2));

    assertThat(store.lines("posts/")).containsExactly(post(1), post(2));
  }

  @ParameterizedTest
  @CsvSource({
    "v1/sample-stream-2021.jsonl.gz, 2476, 1847, 629, 0",
    "v1/sample-stream-2019-500.jsonl, 500, 500, 0, 0",
    "v1/filter-stream-43.json, 43, 43, 0, 0",
    "dirty/broken-public-api-20.json, 20, 20, 0, 0",
    "dirty/stream-events.json, 5, 0, 5, 0",
    "dirty/stream-notices.json, 6, 3, 3, 0"
  })
  void accountsForEveryRealLineByteForByte(
      String name, int lines, int posts, int notices, int rejected) throws Exception {
    Path file = RealPosts.file(name);

    IngestReport report = run(options(ReplayInput.file(file)).build());

    assertThat(report.lines()).isEqualTo(lines);
    assertThat(report.posts()).isEqualTo(posts);
    assertThat(report.noticeCount()).isEqualTo(notices);
    assertThat(report.rejectedCount()).isEqualTo(rejected);
    List<String> landed = new ArrayList<>(store.lines("posts/"));
    landed.addAll(store.lines("notices/"));
    assertThat(landed).containsExactlyInAnyOrderElementsOf(lines(file));
  }

  /** A line is in exactly as many messages as it holds posts, notices or neither. */
  @ParameterizedTest
  @CsvSource({
    "v2/filtered-stream-with-cut-line.jsonl, 8, 7, 0, 1",
    "v2/search-pages-entities.jsonl, 1, 474, 1, 0",
    "v2/search-pages-withheld.jsonl, 5, 215, 5, 0",
    "bluesky/jetstream-152.jsonl, 152, 17, 135, 0",
    "bluesky/jetstream-golden-10.jsonl, 10, 1, 9, 0"
  })
  void accountsForEveryRealMessageOfOtherShapes(
      String name, int lines, int posts, int notices, int rejected) throws Exception {
    Path file = RealPosts.file(name);

    IngestReport report = run(options(ReplayInput.file(file)).build());

    assertThat(report.lines()).isEqualTo(lines);
    assertThat(report.posts()).isEqualTo(posts);
    assertThat(report.noticeCount()).isEqualTo(notices);
    assertThat(report.rejectedCount()).isEqualTo(rejected);
    assertThat(store.lines("posts/")).hasSize(posts);
    assertThat(store.lines("notices/")).hasSize(notices);
    List<String> expected = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (String line : lines(file)) {
      try {
        expected.addAll(ids(JSON.readTree(line)));
      } catch (JsonProcessingException e) {
        broken.add(line);
      }
    }
    assertThat(store.lines("posts/"))
        .extracting(line -> JSON.readTree(line).path("id_str").asText())
        .containsExactlyElementsOf(expected);
    assertThat(store.lines("rejected/"))
        .extracting(line -> JSON.readTree(line).path("text").asText())
        .containsExactlyElementsOf(broken);
  }

  // of the posts in a v2 message, a v2 page or a Jetstream event
  private static List<String> ids(JsonNode message) {
    List<String> ids = new ArrayList<>();
    JsonNode data = message.path("data");
    (data.isArray() ? data : List.of(data)).forEach(post -> ids.add(post.path("id").asText()));
    JsonNode commit = message.path("commit");
    if (commit.path("record").has("text")) {
      ids.add(commit.path("rkey").asText());
    }
    ids.removeIf(String::isEmpty);
    return ids;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1/sample-stream-2021.jsonl.gz",
        "v1/sample-stream-2019-500.jsonl",
        "v2/filtered-stream-with-cut-line.jsonl",
        "v2/search-pages-withheld.jsonl",
        "bluesky/jetstream-152.jsonl",
        "dirty/broken-public-api-20.json",
        "dirty/stream-events.json",
        "dirty/stream-notices.json"
      })
  void takesTheSameFromEveryLayout(String name) throws Exception {
    List<JsonNode> values = new ArrayList<>();
    for (String line : lines(RealPosts.file(name))) {
      try {
        values.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        // the layouts below are of whole values
      }
    }
    ArrayNode array = JSON.createArrayNode().addAll(values);
    List<String> pretty = values.stream().map(JsonNode::toPrettyString).toList();
    Map<String, byte[]> layouts = new LinkedHashMap<>();
    layouts.put("array on a line", array.toString().getBytes(UTF_8));
    layouts.put("pretty-printed array", array.toPrettyString().getBytes(UTF_8));
    layouts.put("pretty-printed", String.join("\n", pretty).getBytes(UTF_8));
    layouts.put(
        "with CRLF and BOM",
        ("\uFEFF" + String.join("\r\n\r\n", pretty).replace("\n", "\r\n")).getBytes(UTF_8));
    layouts.put("zstd", zstd(String.join("\n", pretty).getBytes(UTF_8)));
    IngestReport expected =
        run(
            options(
                    input(
                        "lines",
                        String.join("\n", values.stream().map(JsonNode::toString).toList())))
                .build());
    List<String> posts = store.lines("posts/");

    for (Map.Entry<String, byte[]> layout : layouts.entrySet()) {
      store = new MemoryStore();
      IngestReport report = run(options(input(layout.getKey(), layout.getValue())).build());

      assertThat(report.messages()).as(layout.getKey()).isEqualTo(expected.messages());
      assertThat(report.posts()).as(layout.getKey()).isEqualTo(expected.posts());
      assertThat(report.notices()).as(layout.getKey()).isEqualTo(expected.notices());
      assertThat(report.rejected()).as(layout.getKey()).isEqualTo(expected.rejected());
      List<String> landed = store.lines("posts/");
      assertThat(landed).as(layout.getKey()).hasSameSizeAs(posts);
      for (int i = 0; i < posts.size(); i++) {
        assertThat(JSON.readTree(landed.get(i)))
            .as(layout.getKey())
            .isEqualTo(JSON.readTree(posts.get(i)));
      }
    }
  }

  /** Whatever a file holds: the run ends, the counts add up, and what is refused is kept. */
  @Test
  void survivesDamageOfEveryKind() throws Exception {
    List<String> seeds =
        List.of(
            post(1),
            DELETE,
            "{\"data\":{\"id\":\"5\",\"text\":\"x \\ud83d\",\"author_id\":\"7\",\"geo\":{\"place_id\":\"p\",\"coordinates\":{\"type\":\"Point\",\"coordinates\":[1.50,2]}},\"entities\":{\"mentions\":[{\"username\":\"u\"}]},\"referenced_tweets\":[{\"type\":\"replied_to\",\"id\":\"4\"}]},\"includes\":{\"users\":[{\"id\":\"7\",\"username\":\"u\"}]},\"matching_rules\":[{\"id\":\"1\",\"tag\":\"t\"}]}",
            "{\"data\":[{\"id\":\"6\",\"text\":\"x\"},{\"id\":\"7\"}],\"includes\":{\"tweets\":[{\"id\":\"9\",\"text\":\"y\"}]},\"meta\":{\"newest_id\":\"7\"},\"errors\":[{\"title\":\"t\"}]}",
            "{\"id\":\"8\",\"text\":\"x\",\"author_id\":\"7\",\"lang\":\"en\"}",
            FakeJetstream.event(1, "a #tag \uD83D\uDE00", "en"),
            "{\"did\":\"did:plc:a\",\"time_us\":1790000000000000,\"kind\":\"commit\",\"commit\":{\"operation\":\"delete\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k\"}}");
    String junk = "{}[]\",:\\0 \t\r\n\u00e4\uD83D\uDE00nulltrue-1e9\u0000\uFEFF";
    Random random = new Random(11);
    for (int round = 0; round < 150; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i <= random.nextInt(4); i++) {
        String seed = seeds.get(random.nextInt(seeds.size()));
        boolean pretty = random.nextInt(3) == 0;
        text.append(pretty ? JSON.readTree(seed).toPrettyString() : seed)
            .append(random.nextInt(9) == 0 ? "" : "\n");
      }
      for (int i = random.nextInt(5); i > 0; i--) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(12));
        int from = random.nextInt(junk.length());
        String replacement =
            junk.substring(from, Math.min(junk.length(), from + random.nextInt(4)));
        text.replace(at, end, replacement);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      store = new MemoryStore();

      IngestReport report = run(options(input("in", bytes)).build());

      assertThat(report.written()).as(text.toString()).isEqualTo(report.messages());
      assertThat(store.lines("")).as(text.toString()).hasSize((int) report.messages());
      for (String line : store.lines("posts/")) {
        assertThat(JSON.readTree(line).isObject()).as(text.toString()).isTrue();
      }
    }
  }

  @Test
  void refusesFilesThatItCannotReadByTheirFormat() {
    assertThatThrownBy(() -> run(options(input("a.bz2", "BZh91AY")).build()))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "Cannot read a.bz2 beyond line 0: it is compressed with bzip2;"
                + " what is read is UTF-8, plain or compressed with gzip or zstd");
  }

  @Test
  void readsEveryMemberOfAGzipThatComesThroughAPipe() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip(post(1) + "\n"));
    members.writeBytes(gzip(post(2) + "\n"));
    ReplayInput pipe =
        input(
            "pipe",
            () ->
                new ByteArrayInputStream(members.toByteArray()) {
                  @Override
                  public synchronized int read(byte[] bytes, int from, int length) {
                    return super.read(bytes, from, Math.min(length, 10));
                  }

                  @Override
                  public synchronized int available() {
                    return 0;
                  }
                });

    assertThat(run(options(pipe).build()).posts()).isEqualTo(2);
  }

  @Test
  void landsWhatATruncatedZstdStillTellsAndThenFails() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append(post(i * 7919L)).append('\n');
    }
    byte[] whole = zstd(lines.toString().getBytes(UTF_8));

    assertThatThrownBy(
            () -> run(options(input("cut.zst", Arrays.copyOf(whole, whole.length / 2))).build()))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("Cannot read cut.zst beyond line ");

    assertThat(store.lines("posts/")).contains(post(0), post(7919));
  }

  @Test
  void readsTheIdOfAV2PostThatHasNoMessageAroundItAsANumber() throws Exception {
    replay(
        "{\"id\":\"1992999999999999001\",\"text\":\"a\",\"author_id\":\"7\",\"geo\":{\"place_id\":\"p\"}}");

    assertThat(store.lines("posts/"))
        .containsExactly(
            "{\"id\":1992999999999999001,\"id_str\":\"1992999999999999001\",\"text\":\"a\","
                + "\"geo\":{\"place_id\":\"p\"},\"user\":{\"id\":7,\"id_str\":\"7\"},\"author_id\":\"7\"}");
  }

  @Test
  void countsWhatComesWithTheLastPostAsked() throws Exception {
    String page =
        "{\"data\":[{\"id\":\"1\",\"text\":\"a\"},{\"id\":\"2\",\"text\":\"b\"},{\"id\":\"3\",\"text\":\"c\"}],\"meta\":{}}";

    IngestReport report = run(options(input("in", page)).limits(Limits.ofPosts(1)).build());

    assertThat(report.filtered().toString()).isEqualTo("{beyond-limit=2}");
    assertThat(report.notices().toString()).isEqualTo("{page=1}");
    assertThat(report.summary())
        .isEqualTo(
            "1 lines, 4 messages: 1 posts, 1 notices, 0 rejected, 0 duplicates, 2 filtered,"
                + " 0 dropped%n2 messages written in 2 files (0 were there already)".formatted());
  }

  private IngestReport replay(String lines) throws InterruptedException {
    return run(options(input("in", lines)).build());
  }

  private IngestReport run(IngestOptions options) throws InterruptedException {
    return new Ingester(store, options).run(IngestListener.NONE);
  }

  private static IngestOptions.Builder options(ReplayInput... inputs) {
    return IngestOptions.builder(LANDING, ReplayOptions.of(List.of(inputs)));
  }

  private static Rotation rotation(int messages, long bytes) {
    return new Rotation(messages, bytes, Duration.ofMinutes(1));
  }

  private static String post(long id) {
    return POST.formatted(id, id);
  }

  private static ReplayInput input(String name, String lines) {
    return input(name, lines.getBytes(UTF_8));
  }

  private static ReplayInput input(String name, byte[] bytes) {
    return input(name, () -> new ByteArrayInputStream(bytes));
  }

  private static ReplayInput input(String name, Supplier<InputStream> stream) {
    return new ReplayInput() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public InputStream open() {
        return stream.get();
      }
    };
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return Arrays.stream(new String(plain.readAllBytes(), UTF_8).split("\r?\n")).toList();
    }
  }
}
