package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.types.StructType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many lines whose lists have each as many values as a row may hold, or somewhat fewer. DuckDB has
 * what the smallest function leaves it.
 */
class DenseLinesTest {
  @TempDir Path folder;
  @AutoClose private final FileLoads loads = FileLoads.start(409L << 20);

  @Test
  void loadsLongListsOfTexts() throws IOException {
    int lines = 24;
    int texts = 500_000;
    load("", "{\"list\":[" + "\"\",".repeat(texts) + "\"x\"]}", lines);

    assertThat(loads.rows("SELECT count(*), sum(len(list)), count(_rescued_data) FROM written"))
        .containsExactly("[%d, %d, 0]".formatted(lines, lines * (texts + 1L)));
  }

  @Test
  void loadsLinesOfAFewKilobytesWithAPlaceForMillionsOfValues() throws IOException {
    String members =
        IntStream.range(0, 60).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
    int lines = 60;
    int objects = 20_000;
    load("{\"list\":[{" + members + "}]}", "{\"list\":[" + "{},".repeat(objects) + "{}]}", lines);

    assertThat(loads.rows("SELECT count(*), sum(len(list)), count(_rescued_data) FROM written"))
        .containsExactly("[%d, %d, 0]".formatted(lines + 1, 1 + lines * (objects + 1L)));
  }

  @Test
  void loadsLongListsOfWhichARowHoldsNotAll() throws IOException {
    int lines = 5;
    String list = "[" + "1,".repeat(1_500_000) + "1]";
    load("", "{\"first\":" + list + ",\"second\":" + list + "}", lines);

    assertThat(
            loads.rows(
                "SELECT count(*), sum(len(first)), count(second), count(_rescued_data) FROM written"))
        .containsExactly("[5, %d, 0, 5]".formatted(lines * 1_500_001L));
  }

  /** Writes a file's rows into a table, and its rows into another as a table downstream does. */
  private void load(String first, String line, int lines) throws IOException {
    Path file = folder.resolve("dense.json.gz");
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.write((first + "\n").getBytes(UTF_8));
      for (int i = 0; i < lines; i++) {
        out.write(bytes);
      }
    }
    loads.bind("json", Map.of(), FileLoads.NO_TABLE, file);
    StructType table = loads.write(FileLoads.NO_TABLE);
    loads.rewrite(table);
  }
}
