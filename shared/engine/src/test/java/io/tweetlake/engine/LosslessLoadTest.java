package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every line of every file is a row, and the row's columns with its rescued data give back the
 * line's value.
 */
class LosslessLoadTest {
  private static final String FAIL = "failOnNewColumns";

  @TempDir static Path folder;
  @AutoClose private static final FileLoads loads = FileLoads.start(1L << 30);

  @Test
  void keepsNastyLines() throws IOException {
    List<byte[]> lines = NastyLines.all();
    StructType schema = load(FileLoads.NO_TABLE, lines);
    // and once more into the table that they made, in another order
    List<byte[]> reversed = new ArrayList<>(lines);
    Collections.reverse(reversed);
    load(schema, reversed);
  }

  @Test
  void keepsNastyLinesEachIntoItsOwnTable() throws IOException {
    for (byte[] line : NastyLines.all()) {
      load(FileLoads.NO_TABLE, List.of(line));
    }
  }

  static List<Long> seeds() {
    return Seeds.upTo(12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsRandomLines(long seed) throws IOException {
    RandomLines random = new RandomLines(seed);
    StructType schema = FileLoads.NO_TABLE;
    for (int batch = 0; batch < 4; batch++) {
      schema = load(schema, random.lines(150));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsRandomLinesUnderAllOptions(long seed) throws IOException {
    RandomLines random = new RandomLines(seed);
    Map<String, String> options = random.options();
    StructType schema = FileLoads.NO_TABLE;
    for (int batch = 0; batch < 6; batch++) {
      List<byte[]> lines = random.lines(20);
      try {
        schema = load(schema, lines, random.lineEnd(), options);
      } catch (EngineException e) {
        assertThat(options).as(e.getMessage()).containsEntry("schemaEvolutionMode", FAIL);
        assertThat(e).hasMessageContaining(FAIL);
      }
    }
  }

  @Test
  void keepsRealLines() throws IOException {
    Path data =
        Optional.ofNullable(System.getenv("TWEETLAKE_TEST_DATA"))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("tweetlake.root", ".")).resolve("../shared/data"));
    assumeTrue(Files.isDirectory(data), "no real posts beside the project");
    Map<Path, StructType> tables = new HashMap<>();
    List<Path> files;
    try (var walk = Files.walk(data)) {
      files =
          walk.filter(path -> path.toString().matches(".*\\.json(l|l\\.gz)?")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      StructType table = tables.getOrDefault(file.getParent(), FileLoads.NO_TABLE);
      tables.put(file.getParent(), load(table, lines(file)));
    }
  }

  /** Loads lines as one file and compares row for row; gives the table's schema after it. */
  private StructType load(StructType table, List<byte[]> lines) throws IOException {
    return load(table, lines, "\n", Map.of());
  }

  private StructType load(
      StructType table, List<byte[]> lines, String lineEnd, Map<String, String> options)
      throws IOException {
    Path file = folder.resolve("in \"x\".json");
    try (var out = Files.newOutputStream(file)) {
      for (byte[] line : lines) {
        out.write(line);
        out.write(lineEnd.getBytes(UTF_8));
      }
    }
    loads.bind("json", options, table, file);
    StructType schema = loads.write(table);
    String rescuedColumn = options.getOrDefault("rescuedDataColumn", "_rescued_data");
    List<String> rows = loads.written();
    List<byte[]> expected = lines.stream().filter(line -> !isBlank(line)).toList();
    assertThat(rows).as("every line is a row").hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      check(withoutReturn(expected.get(i)), rows.get(i), schema, rescuedColumn);
    }
    return schema;
  }

  private static void check(byte[] line, String rowJson, StructType schema, String rescuedColumn)
      throws IOException {
    ObjectNode row = (ObjectNode) StrictJson.MAPPER.readTree(rowJson);
    JsonNode text = row.remove(rescuedColumn);
    ObjectNode rescued =
        text == null || text.isNull()
            ? StrictJson.MAPPER.createObjectNode()
            : (ObjectNode) StrictJson.MAPPER.readTree(text.asText());
    if (!rescued.isEmpty()) {
      assertThat(rescued.remove("_file_path").asText()).isEqualTo("mem://in \"x\".json");
    }
    Optional<JsonNode> value = StrictJson.object(line);
    if (rescued.has("_corrupt_record")) {
      assertThat(StrictJson.wholeLine(rescued)).as("corrupt record").isEqualTo(line);
      assertThat(value.filter(node -> !StrictJson.isAmbiguous(node)))
          .as(
              "only a line that is no object, or an ambiguous one, is rescued whole: %s",
              StrictJson.show(line))
          .isEmpty();
      return;
    }
    assertThat(value).as("is an object: %s from %s", StrictJson.show(line), rowJson).isPresent();
    assertThat(
            StrictJson.canonical(
                merge((ObjectNode) withEmptyObjects(row, schema), rescued, schema)))
        .as(
            "value of %s from %s",
            StrictJson.show(line), rowJson.substring(0, Math.min(2000, rowJson.length())))
        .isEqualTo(StrictJson.canonical(value.get()));
  }

  /** The text {} of a STRING column is an empty object. */
  private static JsonNode withEmptyObjects(JsonNode value, DataType type) {
    if (type == PrimitiveType.STRING && value.isTextual() && value.asText().equals("{}")) {
      return StrictJson.MAPPER.createObjectNode();
    }
    if (type instanceof ArrayType array && value.isArray()) {
      ArrayNode elements = StrictJson.MAPPER.createArrayNode();
      value.forEach(element -> elements.add(withEmptyObjects(element, array.element())));
      return elements;
    }
    if (type instanceof MapType map && value.isObject()) {
      ObjectNode entries = StrictJson.MAPPER.createObjectNode();
      value
          .properties()
          .forEach(e -> entries.set(e.getKey(), withEmptyObjects(e.getValue(), map.value())));
      return entries;
    }
    if (type instanceof StructType struct && value.isObject()) {
      ObjectNode members = StrictJson.MAPPER.createObjectNode();
      for (Field field : struct.fields()) {
        if (value.has(field.name())) {
          members.set(field.name(), withEmptyObjects(value.get(field.name()), field.type()));
        }
      }
      return members;
    }
    return value;
  }

  /** A rescued object goes into a struct member by member; anything else takes a value's place. */
  private static ObjectNode merge(ObjectNode row, ObjectNode rescued, StructType schema) {
    ObjectNode merged = row.deepCopy();
    rescued
        .properties()
        .forEach(
            entry -> {
              Optional<DataType> type =
                  schema.fields().stream()
                      .filter(field -> field.name().equals(entry.getKey()))
                      .map(Field::type)
                      .findFirst();
              boolean into =
                  entry.getValue().isObject()
                      && type.isPresent()
                      && type.get() instanceof StructType;
              merged.set(
                  entry.getKey(),
                  into
                      ? merge(
                          (ObjectNode) merged.get(entry.getKey()),
                          (ObjectNode) entry.getValue(),
                          (StructType) type.get())
                      : entry.getValue());
            });
    return merged;
  }

  private static boolean isBlank(byte[] line) {
    return new String(line, ISO_8859_1).chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r');
  }

  private static byte[] withoutReturn(byte[] line) {
    int length = line.length;
    return length > 0 && line[length - 1] == '\r' ? Arrays.copyOf(line, length - 1) : line;
  }

  private static List<byte[]> lines(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      List<byte[]> lines = new ArrayList<>();
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (byte b : in.readAllBytes()) {
        if (b == '\n') {
          lines.add(line.toByteArray());
          line.reset();
        } else {
          line.write(b);
        }
      }
      lines.add(line.toByteArray());
      return lines;
    }
  }
}
