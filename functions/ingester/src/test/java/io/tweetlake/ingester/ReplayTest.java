package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {
  private static final ObjectPath LANDING = new ObjectPath("landing", "");
  private static final String POST =
      "{\"created_at\":\"Wed Oct 10 20:19:24 +0000 2018\",\"id\":%d,\"id_str\":\"%d\","
          + "\"text\":\"hallo w\\u00e4lt \uD83D\uDE00\",\"lang\":\"de\"}";
  private static final String DELETE =
      "{\"delete\":{\"status\":{\"id\":1234,\"id_str\":\"1234\",\"user_id\":3},"
          + "\"timestamp_ms\":\"1539202764000\"}}";

  private final MemoryStore store = new MemoryStore();

  @TempDir private Path folder;

  @Test
  void landsPostsAndNoticesUnderTheirPrefixesByteForByte() throws Exception {
    String first = post(1);
    String second = post(2).replace(",", " ,\t");

    IngestReport report = replay(first + "\r\n\r\n" + DELETE + "\r\n" + second);

    assertThat(report.posts()).isEqualTo(2);
    assertThat(report.notices()).containsExactly(java.util.Map.entry("delete", 1L));
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
        .isEqualTo("{malformed-json=2, not-an-object=2, several-values=1, unknown-message=1}");
    assertThat(store.lines("rejected/"))
        .contains("{\"reason\":\"malformed-json\",\"line\":2,\"text\":\"{\\\"id\\\": 2, \\\"te\"}")
        .hasSize(6);
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
    IngestReport report = run(options(ReplayInput.file(RealPosts.file(name))).build());

    assertThat(report.lines()).isEqualTo(lines);
    assertThat(report.posts()).isEqualTo(posts);
    assertThat(report.noticeCount()).isEqualTo(notices);
    assertThat(report.rejectedCount()).isEqualTo(rejected);
    assertThat(store.lines("posts/")).hasSize(posts);
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
    return new ReplayInput() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
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
