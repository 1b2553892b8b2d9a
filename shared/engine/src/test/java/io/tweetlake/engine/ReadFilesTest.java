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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFilesTest {
  private static final StructType NONE = FileLoads.NO_TABLE;
  private static final StructType ID = StructType.of(Field.of("id", PrimitiveType.LONG));

  @TempDir Path folder;
  @AutoClose private final FileLoads loads = FileLoads.start(512L << 20);

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
            "[1, \"Ann, \\\"A\\\"\", \"00107\", true, null, null]",
            "[2, null, \"x\", false, \"more\", null]",
            "[3, \"\", null, null, null, null]");
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
  void readsSeparatedValuesAsSpreadsheetsAndOldProgramsWriteThem() throws IOException {
    assertThat(
            load(
                "csv",
                Map.of("multiLine", "true"),
                NONE,
                file("a.csv", "id,name\n1,5\" pipe\n2,\"a\n\nb\"\n3,\"c\r\nd\"\n4,6\" pipe\n")))
        .as("a quote within a value opens nothing; line breaks within quotes stay as they are")
        .containsExactly(
            "[1, \"5\\\" pipe\", null]",
            "[2, \"a\\n\\nb\", null]",
            "[3, \"c\\r\\nd\", null]",
            "[4, \"6\\\" pipe\", null]");
    assertThat(load("csv", Map.of("multiLine", "true"), NONE, file("b.csv", "id\n1\n\"2\n3\n")))
        .as("what follows a quote that is never closed is one broken record")
        .containsExactly(
            "[1, null]",
            "[null, \"{\\\"_corrupt_record\\\":\\\"\\\\\\\"2\\\\n3\\\",\\\"_file_path\\\":\\\"mem://b.csv\\\"}\"]");
    assertThat(load("csv", Map.of(), NONE, file("c.csv", "a,b\r1,2\r3,4\r")))
        .containsExactly("[1, 2, null]", "[3, 4, null]");
    assertThat(load("csv", Map.of("sep", "\\t"), NONE, file("d.csv", "a\tb\n1\t2\n\t\n")))
        .as("a record of empty values is a row")
        .containsExactly("[1, 2, null]", "[null, null, null]");
    assertThat(load("csv", Map.of(), NONE, file("e.csv", "a,A,,a0\n1,2,3,4,5\n")))
        .containsExactly("[1, 2, 3, 4, 5, null]");
    assertThat(loads.rows("SELECT column_name FROM (DESCRIBE files)"))
        .containsExactly(
            "[\"a0_\"]", "[\"A1\"]", "[\"_c2\"]", "[\"a0\"]", "[\"_c4\"]", "[\"_rescued_data\"]");
  }

  @Test
  void takesLoneReturnsForLineEndsWhereThatMakesValues() throws IOException {
    assertThat(load("json", Map.of(), NONE, file("a.json", "{\"id\":1}\r{\"id\":2}\r\r{\"id\":3}")))
        .containsExactly("[1, null]", "[2, null]", "[3, null]");
    assertThat(load("json", Map.of(), NONE, file("b.json", "{\"id\":1}\r{\"id\":\n{\"id\":\r2}\n")))
        .containsExactly(
            "[null, \"{\\\"_corrupt_record\\\":\\\"{\\\\\\\"id\\\\\\\":1}\\\\r{\\\\\\\"id\\\\\\\":\\\",\\\"_file_path\\\":\\\"mem://b.json\\\"}\"]",
            "[2, null]");
  }

  @Test
  void leavesNamesBeyondTwoThousandToTheRescuedData() throws IOException {
    StringBuilder line = new StringBuilder("{\"last\":{\"x\":1}");
    for (int i = 0; i < 10_000; i++) {
      line.append(",\"key_").append(i).append("\":").append(i);
    }
    Path file = file("a.json", line.append("}\n").toString());
    load("json", Map.of(), NONE, file);
    assertThat(
            loads.rows(
                "SELECT key_1997, json_extract(_rescued_data, ['$.key_1998', '$.key_9999'])"
                    + " FROM files"))
        .containsExactly("[1997, [1998,9999]]");
    assertThat(loads.rows("DESCRIBE files")).hasSize(2_000);
  }

  @Test
  void infersBesideHintsInEveryMode() throws IOException {
    Path file = file("a.json", "{\"id\":1,\"more\":2}\n");
    for (String mode : List.of("addNewColumns", "rescue", "none", "failOnNewColumns")) {
      assertThat(
              load(
                  "json", Map.of("schemaEvolutionMode", mode, "schemaHints", "id INT"), NONE, file))
          .as(mode)
          .containsExactly("[1, 2, null]");
    }
  }

  @Test
  void takesHintsForElementsAndForNamesWithDots() throws IOException {
    Path file =
        file(
            "a.json",
            "{\"users\":[{\"born\":\"2024-01-02\",\"id\":1}],\"a.b\":3,\"m\":{\"k\":1}}\n");
    load(
        "json",
        Map.of("schemaHints", "users.element.born DATE, `a.b` INT, m MAP<STRING, DOUBLE>"),
        NONE,
        file);
    assertThat(
            loads.rows(
                "SELECT typeof(users), typeof(\"a.b\"), typeof(m), _rescued_data FROM files"))
        .containsExactly(
            "[\"STRUCT(born DATE, id BIGINT)[]\", \"INTEGER\", \"MAP(VARCHAR, DOUBLE)\", null]");
  }

  @Test
  void showsTheFilesMetadataOnlyWhereItIsNamed() throws IOException {
    Path file = file("a.json", "{\"id\":1,\"n\":2,\"s\":{\"x\":3}}\n");
    load("json", Map.of(), NONE, file);
    assertThat(loads.rows("SELECT f.*, _metadata.file_name FROM files AS f"))
        .containsExactly("[1, 2, {\"x\":3}, null, \"a.json\"]");
    assertThat(loads.rows("SELECT * EXCLUDE (n, s), _metadata.file_size AS size FROM files"))
        .containsExactly("[1, null, " + Files.size(file) + "]");
    assertThat(loads.rows("SELECT s.*, 2 * n, _metadata.file_path FROM files"))
        .containsExactly("[3, 4, \"mem://a.json\"]");
    assertThat(
            loads.rows(
                "SELECT * FROM (SELECT id, _metadata.file_modification_time AS at FROM files)"))
        .containsExactly("[1, \"1970-01-01 00:00:00+00\"]");
  }

  @Test
  void takesNoHalfOfAMemberForTheEndOfAGz() throws IOException {
    byte[] whole = gz("{\"id\":1}\n".getBytes(UTF_8));
    for (int rest : new int[] {2, 5, 11, whole.length - 1}) {
      Path file =
          Files.write(
              folder.resolve("cut.json.gz"), concatenated(whole, Arrays.copyOf(whole, rest)));
      assertThatThrownBy(() -> load("json", Map.of(), NONE, file))
          .as("%d bytes of the second member", rest)
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("member");
    }
    Path start = Files.write(folder.resolve("start.json.gz"), Arrays.copyOf(whole, 4));
    assertThatThrownBy(() -> load("json", Map.of(), NONE, start))
        .hasMessage("Cannot read mem://start.json.gz: the gz ends within its header");
  }

  @Test
  void rescuesWhatAParquetFileHoldsInAnotherType() throws IOException {
    StructType table =
        StructType.parse("id BIGINT, price DOUBLE, s STRUCT<a: BIGINT>, t TIMESTAMP, l ARRAY<INT>");
    Path file =
        external(
            "SELECT * FROM (VALUES (1.5::DOUBLE, 9007199254740993::BIGINT, {'a': 1, 'b': 'x'},"
                + " TIMESTAMP_NS '2024-01-01 00:00:00.123456789', [1.0::DOUBLE, 2.5], 'x', 7::UBIGINT),"
                + " ('NaN', 2, {'a': 2, 'b': NULL}, '2024-01-01', [3.0], 'y', 18446744073709551615))"
                + " v(id, price, s, t, l, _rescued_data, \"a b\")");
    assertThat(load("parquet", Map.of("schemaEvolutionMode", "none"), table, file))
        .containsExactly(
            "[null, null, null, null, null, "
                + quoted(
                    "{\"id\":1.5,\"price\":9007199254740993,\"s\":{\"a\":1,\"b\":\"x\"},"
                        + "\"t\":\"2024-01-01 00:00:00.123456789\",\"l\":[1.0,2.5],"
                        + "\"_rescued_data\":\"x\",\"a b\":7,\"_file_path\":\"mem://x.parquet\"}")
                + "]",
            "[null, 2.0, {\"a\":2}, \"2024-01-01 00:00:00+00\", [3], "
                + quoted(
                    "{\"id\":\"nan\",\"_rescued_data\":\"y\",\"a b\":18446744073709551615,"
                        + "\"_file_path\":\"mem://x.parquet\"}")
                + "]");
    assertThat(
            load("parquet", Map.of(), StructType.parse("id BIGINT"), external("SELECT '7' AS id")))
        .containsExactly(
            "[null, " + quoted("{\"id\":\"7\",\"_file_path\":\"mem://x.parquet\"}") + "]");
    assertThat(
            load(
                "parquet",
                Map.of("schemaHints", "n DOUBLE"),
                NONE,
                external("SELECT 1::INT AS id, 2::INT AS n, NULL AS nothing, '12:00'::TIME AS at")))
        .containsExactly("[1, 2.0, null, \"12:00:00\", null]");
  }

  @Test
  void rescuesDecimalsThatAFractionDoesNotTell() throws IOException {
    assertThat(
            load(
                "parquet",
                Map.of(),
                StructType.parse("f FLOAT, d DOUBLE"),
                external(
                    "SELECT 953603.19::DECIMAL(15,2) AS f, 1234567890123.45::DECIMAL(18,2) AS d"
                        + " UNION ALL SELECT 95.19, 9999999999999999.99")))
        .containsExactly(
            "[null, 1234567890123.45, "
                + quoted("{\"f\":953603.19,\"_file_path\":\"mem://x.parquet\"}")
                + "]",
            "[95.19000244140625, null, "
                + quoted("{\"d\":9999999999999999.99,\"_file_path\":\"mem://x.parquet\"}")
                + "]");
  }

  private static String quoted(String json) {
    return '"' + json.replace("\"", "\\\"") + '"';
  }

  /** A file as another program writes it. */
  private Path external(String sql) throws IOException {
    return external(sql, "");
  }

  private Path external(String sql, String options) throws IOException {
    Path file = folder.resolve("x.parquet");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + sql + ") TO '" + file + "' (FORMAT parquet" + options + ")");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return file;
  }

  @Test
  void readsCsvOfSeveralMembersOrFramesWhoseRecordsGoOverThem() throws IOException {
    byte[] first = "id,t\n1,\"a\n".getBytes(UTF_8);
    byte[] second = "b\"\n2,c\n".getBytes(UTF_8);
    for (Path file :
        List.of(
            Files.write(folder.resolve("a.csv.gz"), concatenated(gz(first), gz(second))),
            Files.write(folder.resolve("a.csv.zst"), concatenated(zstd(first), zstd(second))),
            Files.write(folder.resolve("a.csv"), concatenated(zstd(first), zstd(second))))) {
      assertThat(load("csv", Map.of("multiLine", "true"), NONE, file))
          .as(file.toString())
          .containsExactly("[1, \"a\\nb\", null]", "[2, \"c\", null]");
    }
  }

  @Test
  void readsParquetOfEveryCodecThatOthersWrite() throws IOException {
    for (String codec :
        List.of("uncompressed", "snappy", "gzip", "zstd", "lz4", "lz4_raw", "brotli")) {
      Path file =
          external("SELECT range AS id, repeat('x', 100) AS t FROM range(2)", ", CODEC " + codec);
      String text = '"' + "x".repeat(100) + '"';
      assertThat(load("parquet", Map.of(), NONE, file))
          .as(codec)
          .containsExactly("[0, " + text + ", null]", "[1, " + text + ", null]");
    }
  }

  @Test
  void takesNoCutFrameForTheEndOfAZst() throws IOException {
    byte[] line = "{\"id\":1}\n".getBytes(UTF_8);
    byte[] frame = zstd(line);
    for (int length = frame.length + 1; length < 2 * frame.length; length++) {
      Path file =
          Files.write(
              folder.resolve("cut.json.zst"), Arrays.copyOf(concatenated(frame, frame), length));
      assertThatThrownBy(() -> load("json", Map.of(), NONE, file))
          .as("%d bytes of the second frame", length - frame.length)
          .isInstanceOf(UnreadableFileException.class)
          .hasMessage("Cannot read mem://cut.json.zst: the zst ends within a frame");
    }
  }

  @Test
  void passesOverWhatAZstHasToBeSkipped() throws IOException {
    byte[] skipped = {0x5a, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] frame = zstd("{\"id\":1}\n".getBytes(UTF_8));
    byte[] empty = zstd(new byte[0]);
    byte[] bytes = concatenated(skipped, frame, skipped, empty, frame, skipped);
    for (String name : List.of("a.json.zst", "a.json")) {
      assertThat(load("json", Map.of(), NONE, Files.write(folder.resolve(name), bytes)))
          .as(name)
          .containsExactly("[1, null]", "[1, null]");
    }
    for (byte[] nothing : List.of(empty, skipped, concatenated(skipped, skipped))) {
      assertThat(load("json", Map.of(), ID, Files.write(folder.resolve("b.zst"), nothing)))
          .isEmpty();
    }
  }

  private static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void readsCompressedFiles() throws IOException {
    byte[] line = "{\"id\":1}\n".getBytes(UTF_8);
    byte[] garbage = "trailing garbage".getBytes(UTF_8);
    Path first = Files.write(folder.resolve("a.json.zst"), zstd(line));
    Path second =
        Files.write(folder.resolve("b.json.gz"), concatenated(gz(line), gz(line), garbage));
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
    assertThatThrownBy(
            () -> load("parquet", Map.of(), NONE, file("x.parquet", "this is no parquet file")))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessage("Cannot read mem://x.parquet: it is no Parquet file, or is cut");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("schemaHint", "a INT")))
        .hasMessageContaining("Unknown option schemaHint; for json there are: ")
        .hasMessageContaining("inferColumnTypes");
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("schemaHints", "a INTT")))
        .hasMessage("Option schemaHints cannot be 'a INTT': there is no type INTT");
    assertThatThrownBy(() -> ReadOptions.parse("json", Map.of("multiLine", "yes")))
        .hasMessage("Option multiLine cannot be 'yes': it is true or false");
    assertThatThrownBy(() -> ReadOptions.parse("avro", Map.of()))
        .hasMessage("Cannot read files of format avro: there are csv, json, parquet, text");
    ReadOptions options =
        ReadOptions.parse(
            "json", Map.of("cloudFiles.maxFilesPerTrigger", "10", "maxBytesPerTrigger", "2kb"));
    assertThat(options.selection().maxFilesPerTrigger()).hasValue(10);
    assertThat(options.selection().maxBytesPerTrigger()).hasValue(2048);
    assertThat(options.evolution()).isEqualTo(ReadOptions.Evolution.ADD_NEW_COLUMNS);
  }

  private List<String> load(
      String format, Map<String, String> options, StructType table, Path... files) {
    return loads.load(format, options, table, files);
  }

  private Path parquet(String sql) {
    Workspace workspace = loads.workspace();
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
