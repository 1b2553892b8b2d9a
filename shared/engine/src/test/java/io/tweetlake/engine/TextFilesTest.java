package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bytes become lines, and lines become values. */
class TextFilesTest {
  @TempDir static Path folder;
  @AutoClose private static final FileLoads loads = FileLoads.start(512L << 20);

  private static List<String> load(
      String format, Map<String, String> options, String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return loads.load(format, options, FileLoads.NO_TABLE, file);
  }

  @Test
  void readsOtherEncodings() throws IOException {
    String csv = "name,town\nZo\u00eb,K\u00f8benhavn\n";
    for (String encoding : List.of("ISO-8859-1", "latin1", "windows-1252")) {
      assertThat(load("csv", Map.of("encoding", encoding), "a.csv", csv.getBytes(ISO_8859_1)))
          .as(encoding)
          .containsExactly("[\"Zo\u00eb\", \"K\u00f8benhavn\", null]");
    }
    String json = "{\"a\":\"\u20ac \uD83D\uDE00\"}\r\n".repeat(20_000);
    for (var encoded :
        Map.of("UTF-16", json.getBytes(UTF_16), "UTF-16LE", ("\ufeff" + json).getBytes(UTF_16LE))
            .entrySet()) {
      assertThat(load("json", Map.of("charset", encoded.getKey()), "b.json", encoded.getValue()))
          .hasSize(20_000)
          .containsOnly("[\"\u20ac \uD83D\uDE00\", null]");
    }
  }

  @Test
  void refusesFilesWithBytesThatTheirEncodingHasNot() {
    for (var wrong :
        Map.of(
                "US-ASCII",
                "{\"a\":\"\u00e9\"}".getBytes(UTF_8),
                "UTF-16BE",
                new byte[] {(byte) 0xd8, 0})
            .entrySet()) {
      assertThatThrownBy(
              () -> load("json", Map.of("encoding", wrong.getKey()), "a.json", wrong.getValue()))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessage("Cannot read mem://a.json: it holds bytes that are not " + wrong.getKey());
    }
  }

  @Test
  void readsDatesAndTimesAsTheyAreWritten() throws IOException {
    Map<String, String> options =
        Map.of(
            "dateFormat", "d. MMM yyyy",
            "timestampFormat", "EEE MMM dd HH:mm:ss Z yyyy",
            "schemaHints", "day DATE, at TIMESTAMP, u.days ARRAY<DATE>");
    String lines =
        """
        {"day":"24. Dec 2026","at":"Mon Nov 30 09:15:00 +0100 2026","u":{"days":["1. Jan 2027"]}}
        {"day":"31. Feb 2026","at":"Tue Nov 30 09:15:00 +0100 2026","u":{"days":["2. jan 2027","x"]}}
        {"day":20261224,"at":null}
        """;
    assertThat(load("json", options, "a.json", lines.getBytes(UTF_8)))
        .containsExactly(
            "[\"2026-12-24\", \"2026-11-30 08:15:00+00\", {\"days\":[\"2027-01-01\"]}, null]",
            "[null, null, {\"days\":[\"2027-01-02\",null]}, \"{\\\"day\\\":\\\"31. Feb 2026\\\","
                + "\\\"at\\\":\\\"Tue Nov 30 09:15:00 +0100 2026\\\",\\\"u\\\":{\\\"days\\\":"
                + "[\\\"2. jan 2027\\\",\\\"x\\\"]},\\\"_file_path\\\":\\\"mem://a.json\\\"}\"]",
            "[null, null, null, \"{\\\"day\\\":20261224,\\\"_file_path\\\":\\\"mem://a.json\\\"}\"]");
    assertThat(
            load(
                "csv",
                Map.of("dateFormat", "yyyyMMdd", "schema", "day DATE"),
                "a.csv",
                "day\n20261224\n20260231\n".getBytes(UTF_8)))
        .as("csv has no numbers but text")
        .containsExactly(
            "[\"2026-12-24\", null]",
            "[null, \"{\\\"day\\\":20260231,\\\"_file_path\\\":\\\"mem://a.csv\\\"}\"]");
  }

  @Test
  void takesAllOfCsvForTextWhereAColumnIsDeclaredSo() throws IOException {
    String csv = "zip,n\n7,7\n1.50,1\ntrue,2\nx,3\n";
    String[] rows = {
      "[\"7\", 7, null]", "[\"1.50\", 1, null]", "[\"true\", 2, null]", "[\"x\", 3, null]"
    };
    assertThat(load("csv", Map.of("schemaHints", "zip STRING"), "a.csv", csv.getBytes(UTF_8)))
        .containsExactly(rows);
    StructType table =
        StructType.of(Field.of("zip", PrimitiveType.STRING), Field.of("n", PrimitiveType.LONG));
    assertThat(loads.load("csv", Map.of(), table, folder.resolve("a.csv"))).containsExactly(rows);
  }

  @Test
  void failsOnWhatIsMalformedWhereAskedTo() {
    assertThatThrownBy(
            () ->
                load(
                    "json",
                    Map.of("mode", "FAILFAST"),
                    "a.json",
                    "{\"a\":1}\n\n{\"a\":\n".getBytes(UTF_8)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessage(
            "Cannot read mem://a.json: its row 2 cannot be read, and mode is FAILFAST: {\"a\":");
  }

  @Test
  void dropsWhatIsMalformedWhereAskedTo() throws IOException {
    Map<String, String> options = Map.of("mode", "DROPMALFORMED");
    assertThat(load("json", options, "a.json", "no\n{\"a\":1}\n{\"a\":\n[1]\n".getBytes(UTF_8)))
        .containsExactly("[1, null]");
    assertThat(
            load(
                "csv",
                Map.of("mode", "DROPMALFORMED", "multiLine", "true"),
                "a.csv",
                "a,b\n1\n2,3,4\n\"x\n".getBytes(UTF_8)))
        .as("fields too few or too many are no malformed record")
        .containsExactly("[1, null, null, null]", "[2, 3, 4, null]");
  }

  @Test
  void readsLinesAsTheyAre() throws IOException {
    assertThat(load("text", Map.of(), "a.txt", "\ufeffone\r\n\n7\r{} \"q\"\t\\\n".getBytes(UTF_8)))
        .containsExactly(
            "[\"one\", null]", "[\"\", null]", "[\"7\", null]", "[\"{} \\\"q\\\"\\t\\\\\", null]");
    assertThat(load("text", Map.of(), "a.txt", new byte[] {'a', (byte) 0xff, '\n', 'b'}))
        .as("what is not UTF-8 is rescued with its bytes")
        .containsExactly(
            "[null, \"{\\\"_corrupt_record\\\":\\\"a\ufffd\\\",\\\"_corrupt_record_base64\\\":\\\"Yf8=\\\","
                + "\\\"_file_path\\\":\\\"mem://a.txt\\\"}\"]",
            "[\"b\", null]");
    assertThat(load("text", Map.of(), "a.txt", new byte[0])).isEmpty();
    assertThat(load("text", Map.of("wholeText", "true"), "a.txt", "a\n\nb".getBytes(UTF_8)))
        .containsExactly("[\"a\\n\\nb\", null]");
    assertThat(load("text", Map.of("wholeText", "true"), "a.txt", new byte[0]))
        .containsExactly("[\"\", null]");
  }

  @Test
  void endsLinesWhereASeparatorOfTheirOwnStands() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      lines.append("{\"a\":\"|").append(i).append("\"}|\u241e|");
    }
    assertThat(
            load("json", Map.of("lineSep", "|\u241e|"), "a.json", lines.toString().getBytes(UTF_8)))
        .hasSize(60_000)
        .endsWith("[\"|59999\", null]");
    assertThat(load("csv", Map.of("lineSep", "\\n"), "a.csv", "a\r\n1\r\n".getBytes(UTF_8)))
        .as("line feeds and carriage returns end lines anyway")
        .containsExactly("[1, null]");
    assertThat(load("csv", Map.of("lineSep", ";"), "a.csv", "a,b;1,x\ry;".getBytes(UTF_8)))
        .containsExactly("[1, \"x\\ry\", null]");
  }

  @Test
  void tellsTheFoldersThatAFileLiesIn() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("x"));
    Path json = Files.writeString(deep.resolve("a.json"), "{\"a\":1,\"DT\":2}\n");
    Path csv = Files.writeString(deep.resolve("a.csv"), "a\n1\n");
    for (Path file : List.of(json, csv)) {
      String format = file.toString().endsWith("json") ? "json" : "csv";
      StructType columns =
          loads.bindAs(
              format,
              Map.of("partitionColumns", "dt, region,none"),
              FileLoads.NO_TABLE,
              Map.of(
                  file,
                  "s3://raw/dt=2026-11-22/Region=a%2Fb+c%20'd'/n=__HIVE_DEFAULT_PARTITION__/none=__HIVE_DEFAULT_PARTITION__/"
                      + file.getFileName()));
      assertThat(columns.ddl())
          .isEqualTo(
              "STRUCT<a: BIGINT, dt: STRING, region: STRING, none: STRING, _rescued_data: STRING>");
      assertThat(loads.rows("SELECT a, dt, region, none, _rescued_data ->> 'DT' FROM files"))
          .containsExactly(
              "[1, \"2026-11-22\", \"a/b+c 'd'\", null, "
                  + (file == json ? "\"2\"" : "null")
                  + "]");
    }
  }

  @Test
  void tellsTheFoldersThatAParquetFileLiesIn() throws IOException {
    loads.bind(
        "csv",
        Map.of(),
        FileLoads.NO_TABLE,
        Files.writeString(folder.resolve("p.csv"), "a,dt\n1,x\n"));
    Path parquet = loads.writtenFile();
    loads.bindAs(
        "parquet",
        Map.of("partitionColumns", "dt"),
        FileLoads.NO_TABLE,
        Map.of(parquet, "s3://raw/dt=7/a.parquet"));
    assertThat(loads.rows("SELECT a, dt, _rescued_data FROM files"))
        .containsExactly(
            "[1, \"7\", \"{\\\"dt\\\":\\\"x\\\",\\\"_file_path\\\":\\\"s3://raw/dt=7/a.parquet\\\"}\"]");
  }
}
