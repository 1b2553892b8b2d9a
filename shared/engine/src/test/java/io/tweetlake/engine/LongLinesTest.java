package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines of 50 MB, in the heap of the command line; DuckDB has what a function of 2 GB leaves it.
 */
class LongLinesTest {
  private static final int LENGTH = 50 << 20;

  @TempDir Path folder;
  @AutoClose private final FileLoads loads = FileLoads.start(800L << 20);

  @Test
  void keepsATextOf50Megabytes() throws IOException {
    byte[] text = "x".repeat(LENGTH).getBytes(UTF_8);
    load("{\"id\":1}\n{\"id\":2,\"text\":\"", text, "\"}\n{\"id\":3}\n");

    assertThat(rows("SELECT id, length(text), text = repeat('x', " + LENGTH + ") FROM written"))
        .containsExactly("[1, null, null]", "[2, " + LENGTH + ", true]", "[3, null, null]");
  }

  @Test
  void rescuesALineOf50MegabytesThatIsCut() throws IOException {
    byte[] text = "y".repeat(LENGTH).getBytes(UTF_8);
    load("{\"id\":1}\n{\"id\":2,\"text\":\"", text, "\n{\"id\":3}\n");

    assertThat(
            rows(
                "SELECT id, json_extract_string(_rescued_data, '$._corrupt_record') = '{\"id\":2,"
                    + "\"text\":\"' || repeat('y', "
                    + LENGTH
                    + ") FROM written"))
        .containsExactly("[1, null]", "[null, true]", "[3, null]");
  }

  @Test
  void rescuesAListOf50MegabytesThatIsTooLargeForARow() throws IOException {
    int numbers = LENGTH / 2;
    byte[] list = "1,".repeat(numbers).getBytes(UTF_8);
    load("{\"id\":1,\"list\":[7]}\n{\"id\":2,\"list\":[", list, "1]}\n{\"id\":3}\n");

    assertThat(
            rows(
                "SELECT id, list, _rescued_data = '{\"list\":[' || repeat('1,', "
                    + numbers
                    + ") || '1],\"_file_path\":\"mem://long.json.gz\"}' FROM written"))
        .containsExactly("[1, [7], null]", "[2, null, true]", "[3, null, null]");
  }

  @Test
  void keepsTheListsOfALineUpToWhatARowCanHold() throws IOException {
    int numbers = 1_500_000;
    byte[] list = "1,".repeat(numbers).getBytes(UTF_8);
    load(
        "{\"id\":1,\"o\":{\"first\":[",
        list,
        "1],\"second\":[" + "2,".repeat(numbers) + "2],\"third\":[3]}}\n");

    assertThat(
            rows(
                "SELECT id, len(o.first), o.second, o.third, _rescued_data = "
                    + "'{\"o\":{\"second\":[' || repeat('2,', "
                    + numbers
                    + ") || '2]},\"_file_path\":\"mem://long.json.gz\"}' FROM written"))
        .containsExactly("[1, " + (numbers + 1) + ", null, [3], true]");
  }

  @Test
  void countsWhatTheObjectsOfAListTakeThoughTheyAreEmpty() throws IOException {
    String members =
        IntStream.range(0, 100).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
    int objects = 300_000;
    byte[] list = "{},".repeat(objects).getBytes(UTF_8);
    load("{\"id\":1,\"list\":[{" + members + "}]}\n{\"id\":2,\"list\":[", list, "{}]}\n");

    assertThat(
            rows(
                "SELECT id, len(list), _rescued_data = '{\"list\":[' || repeat('{},', "
                    + objects
                    + ") || '{}],\"_file_path\":\"mem://long.json.gz\"}' FROM written"))
        .containsExactly("[1, 1, null]", "[2, null, true]");
  }

  @Test
  void leavesOutAFileWithALineThatTheHeapDoesNotHold() throws IOException {
    Path file = folder.resolve("long.json.gz");
    byte[] part = "x".repeat(1 << 20).getBytes(UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (long written = 0; written < Runtime.getRuntime().maxMemory(); written += part.length) {
        out.write(part);
      }
    }
    for (String multiLine : List.of("false", "true")) {
      assertThatThrownBy(
              () -> loads.bind("json", Map.of("multiLine", multiLine), FileLoads.NO_TABLE, file))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageMatching(
              "Cannot read mem://long.json.gz: a line, or with multiLine the file, is too large for"
                  + " a heap of \\d+ MB");
    }
  }

  /** Loads a file of those parts, and writes and reads its rows. */
  private void load(String before, byte[] text, String after) throws IOException {
    Path file = folder.resolve("long.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(before.getBytes(UTF_8));
      out.write(text);
      out.write(after.getBytes(UTF_8));
    }
    loads.bind("json", Map.of(), FileLoads.NO_TABLE, file);
    loads.write(FileLoads.NO_TABLE);
  }

  private List<String> rows(String sql) {
    return loads.rows(sql);
  }
}
