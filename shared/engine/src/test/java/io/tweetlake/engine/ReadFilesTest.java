package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFilesTest {
  private static final StructType NONE = new StructType(List.of());
  private static final StructType ID = StructType.of(Field.of("id", PrimitiveType.LONG));

  @TempDir Path folder;
  private Engine engine;
  private Workspace workspace;

  @BeforeEach
  void open() {
    EngineOptions options = new EngineOptions(1, 256L << 20, folder.resolve("scratch"));
    engine = Engine.open(options, (name, texts) -> List.of());
    workspace = engine.newWorkspace();
  }

  @AfterEach
  void close() {
    workspace.close();
    engine.close();
  }

  @Test
  void rescuesNewColumnsWhereTheTableMayNotGrow() throws IOException {
    Path file = file("a.json", "{\"id\":1,\"more\":{\"a\":[1]}}\n");
    for (String mode : List.of("rescue", "none", "NONE")) {
      assertThat(load("json", Map.of("schemaEvolutionMode", mode), ID, file))
          .as(mode)
          .containsExactly(
              "[1, \"{\\\"more\\\":{\\\"a\\\":[1]},\\\"_file_path\\\":\\\"mem://a.json\\\"}\"]");
    }
  }

  @Test
  void failsOnNewColumnsWhereAskedTo() throws IOException {
    Path file = file("a.json", "{\"id\":1,\"more\":2}\n");
    assertThatThrownBy(
            () -> load("json", Map.of("schemaEvolutionMode", "failOnNewColumns"), ID, file))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("more: BIGINT");
    Path same = file("b.json", "{\"id\":1}\n");
    assertThat(load("json", Map.of("schemaEvolutionMode", "failOnNewColumns"), ID, same))
        .containsExactly("[1, null]");
  }

  @Test
  void keepsEveryValueAsTextWhereTypesAreNotInferred() throws IOException {
    Path file = file("a.json", "{\"id\":1.10,\"u\":{\"a\":[1, 2]},\"s\":\"x\",\"b\":true}\n");
    assertThat(load("json", Map.of("inferColumnTypes", "false"), NONE, file))
        .containsExactly("[\"1.10\", \"{\\\"a\\\":[1, 2]}\", \"x\", \"true\", null]");
  }

  @Test
  void takesDeclaredAndHintedTypes() throws IOException {
    Path file =
        file(
            "a.json",
            "{\"day\":\"2026-11-22\",\"at\":\"2026-11-22T10:00:00Z\",\"n\":{\"price\":1.25,\"x\":1},"
                + "\"m\":{\"k\":1},\"i\":7}\n{\"day\":\"22.11.\",\"i\":99999999999}\n");
    assertThat(
            load(
                "json",
                Map.of(
                    "schemaHints",
                    "day DATE, at TIMESTAMP, n.price DECIMAL(10,2), m MAP<STRING, BIGINT>, i INT"),
                NONE,
                file))
        .containsExactly(
            "[\"2026-11-22\", \"2026-11-22 10:00:00+00\", {\"price\":1.25,\"x\":1}, {\"k\":1}, 7, null]",
            "[null, null, null, null, null, \"{\\\"day\\\":\\\"22.11.\\\",\\\"i\\\":99999999999,"
                + "\\\"_file_path\\\":\\\"mem://a.json\\\"}\"]");
    assertThat(load("json", Map.of("schema", "i BIGINT", "rescuedDataColumn", "rest"), NONE, file))
        .last()
        .asString()
        .startsWith("[99999999999, \"{\\\"day\\\"");
  }

  @Test
  void readsValuesThatGoOverLines() throws IOException {
    Path list = file("a.json", "\ufeff[\n {\"id\":\n1}, {\"id\":2},\n {\"id\":3}\n]\n");
    assertThat(load("json", Map.of("multiLine", "true"), NONE, list))
        .containsExactly("[1, null]", "[2, null]", "[3, null]");
    Path cut = file("b.json", "{\"id\":\n1}\n{\"id\":2");
    assertThat(load("json", Map.of("multiLine", "true"), NONE, cut))
        .containsExactly(
            "[1, null]",
            "[null, \"{\\\"_corrupt_record\\\":\\\"{\\\\\\\"id\\\\\\\":2\\\",\\\"_file_path\\\":\\\"mem://b.json\\\"}\"]");
    Path empty = file("c.json", "[]\n");
    assertThat(load("json", Map.of("multiLine", "true"), ID, empty)).isEmpty();
  }

  @Test
  void readsSeparatedValues() throws IOException {
    Path file =
        file(
            "a.csv",
            "id,name,zip,ok\n1,\"Ann, \"\"A\"\"\",00107,true\n2,,x,false,more\n\n\"3\",\"\"\n");
    assertThat(load("csv", Map.of(), NONE, file))
        .containsExactly(
            "[\"1\", \"Ann, \\\"A\\\"\", \"00107\", true, null, null]",
            "[\"2\", null, \"x\", false, \"more\", null]",
            "[\"3\", \"\", null, null, null, null]");
    Path tabs = file("b.csv", "# c\n1\tx\n2\t'a\nb'\n");
    assertThat(
            load(
                "csv",
                Map.of(
                    "sep",
                    "\\t",
                    "header",
                    "false",
                    "comment",
                    "#",
                    "quote",
                    "'",
                    "multiLine",
                    "true"),
                NONE,
                tabs))
        .containsExactly("[1, \"x\", null]", "[2, \"a\\nb\", null]");
  }

  @Test
  void readsCompressedFiles() throws IOException {
    byte[] line = "{\"id\":1}\n".getBytes(UTF_8);
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(line);
    }
    ByteArrayOutputStream gz = new ByteArrayOutputStream();
    for (int member = 0; member < 2; member++) {
      try (OutputStream out = new GZIPOutputStream(gz)) {
        out.write(line);
      }
    }
    gz.write("trailing garbage".getBytes(UTF_8));
    Path first = Files.write(folder.resolve("a.json.zst"), zstd.toByteArray());
    Path second = Files.write(folder.resolve("b.json.gz"), gz.toByteArray());
    Path empty = Files.write(folder.resolve("c.json.gz"), new byte[0]);
    assertThat(load("json", Map.of(), NONE, first, second, empty))
        .containsExactly("[1, null]", "[1, null]", "[1, null]");
    Path broken = Files.write(folder.resolve("d.json.zst"), "no zstd".getBytes(UTF_8));
    assertThatThrownBy(() -> load("json", Map.of(), NONE, broken))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void readsParquetFilesOfSeveralSchemas() throws IOException {
    Path one = parquet("SELECT 1::BIGINT AS id");
    Path two = parquet("SELECT 2::BIGINT AS id, {'a': 'x'} AS s");
    assertThat(load("parquet", Map.of(), NONE, one, two))
        .containsExactly("[1, null, null]", "[2, {\"a\":\"x\"}, null]");
    assertThat(load("parquet", Map.of("schemaEvolutionMode", "rescue"), ID, two))
        .containsExactly(
            "[2, \"{\\\"s\\\":{\\\"a\\\":\\\"x\\\"},\\\"_file_path\\\":\\\"mem://"
                + two.getFileName()
                + "\\\"}\"]");
    assertThatThrownBy(() -> load("parquet", Map.of(), NONE, file("x.parquet", "no parquet")))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("schemaHint", "a INT")))
        .hasMessageContaining("did you mean schemaHints?")
        .hasMessageContaining("inferColumnTypes");
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("schemaHints", "a INTT")))
        .hasMessage("Option schemaHints cannot be 'a INTT': there is no type INTT");
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("multiLine", "yes")))
        .hasMessage("Option multiLine cannot be 'yes': it is true or false");
    assertThatThrownBy(() -> ReadOptions.parse("avro", Map.of()))
        .hasMessage("Cannot read files of format avro: there are json, csv and parquet");
    ReadOptions options =
        ReadOptions.parse(
            "json", Map.of("cloudFiles.maxFilesPerTrigger", "10", "maxBytesPerTrigger", "2kb"));
    assertThat(options.maxFilesPerTrigger()).hasValue(10);
    assertThat(options.maxBytesPerTrigger()).hasValue(2048);
    assertThat(options.evolution()).isEqualTo(ReadOptions.Evolution.ADD_NEW_COLUMNS);
  }

  private List<String> load(
      String format, Map<String, String> options, StructType table, Path... files)
      throws IOException {
    List<InputFile> inputs = new ArrayList<>();
    for (Path file : files) {
      inputs.add(
          new InputFile(file, "mem://" + file.getFileName(), Files.size(file), Instant.EPOCH));
    }
    workspace.bindFiles("files", inputs, format, options, table);
    return workspace.query("SELECT * FROM files", 100).rows().stream()
        .map(row -> row.stream().map(QueryResult.Value::json).toList().toString())
        .toList();
  }

  private Path parquet(String sql) {
    return workspace
        .write(new WriteRequest(sql, List.of(), Optional.empty(), List.of(), workspace.newFolder()))
        .files()
        .get(0)
        .localPath();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
