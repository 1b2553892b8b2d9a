package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as old or unusual programs write them; parquet-java makes them here. */
class RareParquetTest {
  @TempDir Path folder;
  @AutoClose private final FileLoads loads = FileLoads.start(512L << 20);

  @Test
  void readsTypesThatDeltaHasNot() throws IOException {
    Path file =
        write(
            "optional int96 at; optional int64 u (INTEGER(64,false));"
                + " optional fixed_len_byte_array(9) d (DECIMAL(20,3));"
                + " optional fixed_len_byte_array(16) id (UUID); optional int32 t (TIME(MILLIS,true));"
                + " optional int64 n (TIMESTAMP(NANOS,true)); optional binary e (ENUM);",
            row -> {
              row.add("at", new NanoTime(2_460_000, 43_200_000_000_000L));
              row.add("u", -1L);
              row.add("d", Binary.fromConstantByteArray(new byte[] {0, 0, 0, 0, 0, 0, 1, 2, 3}));
              row.add("id", Binary.fromConstantByteArray(new byte[16]));
              row.add("t", 1_001);
              row.add("n", 1_700_000_000_123_456_789L);
              row.add("e", "RED");
            });
    assertThat(written(file))
        .containsExactly(
            "[\"2023-02-24 12:00:00+00\", null, 66.051, \"00000000-0000-0000-0000-000000000000\","
                + " \"00:00:01.001+00\", \"RED\","
                + " {\"u\":18446744073709551615,\"n\":\"2023-11-14 22:13:20.123456789+00\","
                + "\"_file_path\":\"mem://in.parquet\"}]");
  }

  @Test
  void readsListsOfTwoLevelsAndMapsOfStructs() throws IOException {
    Path file =
        write(
            "optional group a (LIST) { repeated int32 element; }"
                + " optional group b (LIST) { repeated group element { required int32 x;"
                + " optional int32 y; } } repeated int32 c;"
                + " optional group m (MAP) { repeated group key_value { required group key {"
                + " optional int32 k; } optional int32 value; } }",
            row -> {
              Group a = row.addGroup("a");
              a.add("element", 1);
              a.add("element", 2);
              row.addGroup("b").addGroup("element").add("x", 3);
              row.add("c", 4);
              Group entry = row.addGroup("m").addGroup("key_value");
              entry.addGroup("key").add("k", 5);
              entry.add("value", 6);
            });
    assertThat(written(file))
        .containsExactly("[[1,2], [{\"x\":3,\"y\":null}], [4], {\"{'k': 5}\":6}, null]");
  }

  @Test
  void readsMapsAsOldProgramsWriteThem() throws IOException {
    for (String inner : List.of("", " (MAP_KEY_VALUE)")) {
      Path file =
          write(
              "optional group m (MAP) { repeated group map%s { required binary key (STRING);"
                      .formatted(inner)
                  + " optional int32 value; } } optional int32 id;",
              row -> {
                Group m = row.addGroup("m");
                m.addGroup("map").append("key", "a").append("value", 1);
                m.addGroup("map").append("key", "b");
                row.add("id", 7);
              });
      assertThat(written(file)).as(inner).containsExactly("[{\"a\":1,\"b\":null}, 7, null]");
    }
  }

  @Test
  void leavesOutFilesWithTextsThatAreNoUtf8() throws IOException {
    Path file =
        write(
            "optional binary t (STRING); optional int32 id;",
            row -> {
              row.add("t", Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xff}));
              row.add("id", 7);
            });
    Path other = write("other.parquet", "optional int32 id;", row -> row.add("id", 1));
    assertThatThrownBy(() -> written(other, file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessage("Cannot read mem://in.parquet: its text \"a\\xFF\" is not UTF-8");
  }

  /** As the copies of a batch's files are called: one's path begins with another's. */
  @Test
  void blamesNoFileThatIsCalledAsAnotherBegins() throws IOException {
    Path good = write("1", "optional binary t (STRING);", row -> row.add("t", "a"));
    Path bad =
        write(
            "10",
            "optional binary t (STRING);",
            row -> row.add("t", Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xff})));

    assertThatThrownBy(() -> written(good, bad))
        .hasMessage("Cannot read mem://10: its text \"a\\xFF\" is not UTF-8");
  }

  @Test
  void keepsTimesBeyondTheYear9999AndBeforeChrist() throws IOException {
    Path file =
        write(
            "optional int64 at (TIMESTAMP(MILLIS,true)); optional int32 day (DATE);"
                + " optional int64 early (TIMESTAMP(MILLIS,true)); optional int32 first (DATE);",
            row -> {
              row.add("at", 300_000_000_000_000L);
              row.add("day", 3_000_000);
              row.add("early", -70_000_000_000_000L);
              row.add("first", -800_000);
            });
    assertThat(written(file))
        .containsExactly(
            "[\"11476-08-15 05:20:00+00\", \"10183-09-21\", \"0250-10-15 (BC) 19:33:20+00\","
                + " \"0222-09-04 (BC)\", null]");
  }

  @Test
  void leavesOutFilesThatItCannotRead() throws IOException {
    Path intervals =
        write(
            "optional fixed_len_byte_array(12) span (INTERVAL);",
            row -> row.add("span", Binary.fromConstantByteArray(new byte[12])));
    assertUnreadable(intervals, "Parquet's intervals cannot be read: span");
    Path mislabelled =
        write(
            "optional group m (MAP_KEY_VALUE) { repeated group map { required binary key (STRING);"
                + " optional int32 value; } }",
            row -> row.addGroup("m").addGroup("map").append("key", "a"));
    assertUnreadable(mislabelled, "MAP_KEY_VALUE requires two children");
    Path bson =
        write(
            "optional binary doc (BSON);",
            row -> row.add("doc", Binary.fromConstantByteArray(new byte[] {5})));
    assertUnreadable(bson, "Parquet's BSON cannot be read");
    byte[] bytes = Files.readAllBytes(write("optional int32 id;", row -> row.add("id", 1)));
    Path file = folder.resolve("in.parquet");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    assertUnreadable(file, "it is no Parquet file, or is cut");
    Files.write(file, new byte[0]);
    assertUnreadable(file, "it is no Parquet file, or is cut");
    byte[] encrypted = bytes.clone();
    for (int i = 0; i < 4; i++) {
      encrypted[bytes.length - 4 + i] = (byte) "PARE".charAt(i);
    }
    Files.write(file, encrypted);
    assertUnreadable(file, "it is encrypted");
  }

  @Test
  void keepsEachOfTwoColumnsWhoseNamesDifferByCaseAlone() throws IOException {
    Path one =
        write(
            "a.parquet",
            "optional int64 id; optional binary ID (STRING); optional group s { optional int32 x; }"
                + " optional int64 id_1;",
            row -> {
              row.add("id", 1L);
              row.add("ID", "one");
              row.addGroup("s").add("x", 7);
              row.add("id_1", 5L);
            });
    Path other =
        write(
            "b.parquet",
            "optional int64 ID; optional int64 id;",
            row -> {
              row.add("ID", 20L);
              row.add("id", 2L);
            });
    assertThat(written(one, other))
        .containsExactlyInAnyOrder(
            "[1, {\"x\":7}, 5, {\"ID\":\"one\",\"_file_path\":\"mem://a.parquet\"}]",
            "[2, null, null, {\"ID\":20,\"_file_path\":\"mem://b.parquet\"}]");
    assertThat(
            written(StructType.parse("ID BIGINT"), Map.of("schemaEvolutionMode", "rescue"), other))
        .containsExactly("[20, {\"id\":2,\"_file_path\":\"mem://b.parquet\"}]");
  }

  private void assertUnreadable(Path file, String reason) {
    assertThatThrownBy(() -> loads.bind("parquet", Map.of(), FileLoads.NO_TABLE, file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessage("Cannot read mem://in.parquet: " + reason);
  }

  private List<String> written(Path... files) {
    return written(FileLoads.NO_TABLE, Map.of(), files);
  }

  /** The rows, of which the rescued data is shown as it is. */
  private List<String> written(StructType table, Map<String, String> options, Path... files) {
    loads.bind("parquet", options, table, files);
    loads.write(table);
    return loads.rows("SELECT * REPLACE (_rescued_data::JSON AS _rescued_data) FROM written");
  }

  /** A file of one row. */
  private Path write(String fields, Consumer<Group> row) throws IOException {
    return write("in.parquet", fields, row);
  }

  private Path write(String name, String fields, Consumer<Group> row) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    MessageType type = MessageTypeParser.parseMessageType("message rows { " + fields + " }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .build()) {
      Group group = new SimpleGroup(type);
      row.accept(group);
      writer.write(group);
    }
    return file;
  }
}
