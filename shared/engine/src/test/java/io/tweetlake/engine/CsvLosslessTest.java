package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every record of every csv file is a row, and the row's columns with its rescued data give back
 * each field.
 */
class CsvLosslessTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private static final DateTimeFormatter DATES = DateTimeFormatter.ofPattern(RandomCsv.DATES);

  @TempDir static Path folder;
  @AutoClose private static final FileLoads loads = FileLoads.start(512L << 20);

  static List<Long> seeds() {
    return Seeds.upTo(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsRandomFields(long seed) throws IOException {
    RandomCsv random = new RandomCsv(seed);
    StructType table = FileLoads.NO_TABLE;
    for (int batch = 0; batch < 3; batch++) {
      List<Path> files = new ArrayList<>();
      List<RandomCsv.Written> records = new ArrayList<>();
      List<String> uris = new ArrayList<>();
      for (int i = 0; i <= batch % 3; i++) {
        RandomCsv.Sample sample = random.file(30);
        files.add(Files.write(folder.resolve("in" + i + ".csv"), sample.bytes()));
        records.addAll(sample.records());
        uris.addAll(Collections.nCopies(sample.records().size(), "mem://in" + i + ".csv"));
      }
      loads.bind("csv", random.options(), table, files.toArray(Path[]::new));
      table = loads.write(table);

      List<String> rows = loads.written();
      assertThat(rows).as("every record is a row").hasSameSizeAs(records);
      for (int i = 0; i < rows.size(); i++) {
        check(records.get(i), rows.get(i), random, table, uris.get(i));
      }
    }
  }

  private static void check(
      RandomCsv.Written record, String rowJson, RandomCsv random, StructType table, String uri)
      throws IOException {
    String shown = new String(record.source(), ISO_8859_1) + " as " + rowJson;
    ObjectNode row = (ObjectNode) MAPPER.readTree(rowJson);
    boolean typed = random.isTyped();
    JsonNode text = row.remove(random.rescuedColumn());
    ObjectNode rescued =
        text == null || text.isNull()
            ? MAPPER.createObjectNode()
            : (ObjectNode) MAPPER.readTree(text.asText());
    if (rescued.has("_corrupt_record")) {
      byte[] kept =
          rescued.has("_corrupt_record_base64")
              ? Base64.getDecoder().decode(rescued.get("_corrupt_record_base64").asText())
              : rescued.get("_corrupt_record").asText().getBytes(UTF_8);
      assertThat(kept).as(shown).isEqualTo(record.source());
      boolean isUtf8 =
          new String(record.source(), UTF_8).getBytes(UTF_8).length == record.source().length;
      assertThat(isUtf8 && !record.fields().containsKey("_file_path"))
          .as("a record that can be told apart is not rescued whole: %s", shown)
          .isFalse();
      return;
    }
    if (!rescued.isEmpty()) {
      assertThat(rescued.remove("_file_path").asText()).isEqualTo(uri);
    }
    for (Field field : table.fields()) {
      JsonNode day = row.path(field.name());
      if (field.type() == PrimitiveType.DATE && day.isTextual()) {
        row.put(field.name(), DATES.format(LocalDate.parse(day.asText())));
      }
    }
    row.setAll(rescued);
    Map<String, Object> found = new TreeMap<>();
    Map<String, Object> expected = new TreeMap<>();
    row.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                found.put(field.getKey(), value(field.getValue(), typed));
              }
            });
    record
        .fields()
        .forEach(
            (name, bytes) -> {
              if (bytes != null) {
                expected.put(name, value(new String(bytes, UTF_8), row.path(name), typed));
              }
            });
    assertThat(found).as(shown).isEqualTo(expected);
  }

  private static Object value(JsonNode node, boolean typed) {
    return typed && node.isNumber()
        ? node.decimalValue().stripTrailingZeros()
        : typed && node.isBoolean() ? (Object) node.asBoolean() : node;
  }

  /** What a field's text has to be, as a value of the kind that it was found as. */
  private static Object value(String text, JsonNode found, boolean typed) {
    if (typed && found.isNumber()) {
      return new BigDecimal(text).stripTrailingZeros();
    }
    if (typed && found.isBoolean()) {
      return text.equals("true") ? true : text.equals("false") ? false : text;
    }
    return MAPPER.getNodeFactory().textNode(text);
  }
}
