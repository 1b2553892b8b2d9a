package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of a Parquet file that parquet-java wrote is a row of the table, and the row's columns
 * with its rescued data give back each value.
 */
class ParquetLosslessTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  /** DuckDB shows a column's NaN as JSON has none; what is rescued must be JSON. */
  private static final JsonMapper LENIENT =
      MAPPER.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @TempDir static Path folder;
  @AutoClose private static final FileLoads loads = FileLoads.start(512L << 20);

  static List<Long> seeds() {
    return Seeds.upTo(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsRandomValues(long seed) throws IOException {
    RandomParquet random = new RandomParquet(seed);
    StructType table = FileLoads.NO_TABLE;
    for (int batch = 0; batch < 4; batch++) {
      Path file = folder.resolve("in.parquet");
      List<Map<String, Object>> values = random.write(file, 12);
      Map<String, String> options = batch == 3 ? Map.of("schemaEvolutionMode", "rescue") : Map.of();
      loads.bind("parquet", options, table, file);
      table = loads.write(table);

      List<String> rows = loads.written();
      assertThat(rows).as("every row is a row").hasSameSizeAs(values);
      for (int i = 0; i < rows.size(); i++) {
        check(values.get(i), rows.get(i), table);
      }
    }
  }

  private static void check(Map<String, Object> expected, String rowJson, StructType table)
      throws IOException {
    ObjectNode row = (ObjectNode) LENIENT.readTree(rowJson);
    JsonNode text = row.remove("_rescued_data");
    Map<String, JsonNode> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    row.properties().forEach(field -> found.put(field.getKey(), field.getValue()));
    if (!text.isNull()) {
      ObjectNode rescued = (ObjectNode) MAPPER.readTree(text.asText());
      assertThat(rescued.remove("_file_path").asText()).isEqualTo("mem://in.parquet");
      rescued
          .properties()
          .forEach(
              field -> {
                assertThat(isNull(found.get(field.getKey())))
                    .as("%s is rescued and NULL in its column: %s", field.getKey(), rowJson)
                    .isTrue();
                found.put(field.getKey(), field.getValue());
              });
    }
    // what rescued data says of the file has this name there
    Optional.ofNullable(found.remove("__file_path")).ifPresent(v -> found.put("_file_path", v));
    expected.forEach(
        (name, value) ->
            assertThat(isSame(value, found.get(name)))
                .as("%s = %s in %s of %s", name, show(value), rowJson, table.ddl())
                .isTrue());
    found.forEach(
        (name, value) ->
            assertThat(isNull(value) || expected.keySet().stream().anyMatch(name::equalsIgnoreCase))
                .as("%s of %s comes from the file", name, rowJson)
                .isTrue());
  }

  private static boolean isNull(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  private static String show(Object value) {
    return value instanceof byte[] bytes ? blob(bytes) : String.valueOf(value);
  }

  /** Whether a JSON value is what was written, in whichever of its forms. */
  private static boolean isSame(Object written, JsonNode found) {
    if (written == null || isNull(found)) {
      return written == null && isNull(found);
    }
    if (written instanceof Boolean value) {
      return found.asText().equals(value.toString());
    }
    if (written instanceof BigDecimal value) {
      return (found.isNumber() || found.isTextual()) && isSameNumber(value, found.asText());
    }
    if (written instanceof Double value) {
      String name = value.isNaN() ? "nan" : "inf";
      return found.asText().toLowerCase(Locale.ROOT).startsWith(name);
    }
    if (written instanceof byte[] value) {
      return found.asText().equals(blob(value));
    }
    if (written instanceof LocalDate value) {
      String text = found.asText();
      return text.equals(value.toString())
          || isAt(value.atStartOfDay().toInstant(ZoneOffset.UTC), text);
    }
    if (written instanceof Instant value) {
      return isAt(value, found.asText());
    }
    if (written instanceof List<?> values) {
      boolean same = found.isArray() && found.size() == values.size();
      for (int i = 0; same && i < values.size(); i++) {
        same = isSame(values.get(i), found.get(i));
      }
      return same;
    }
    if (written instanceof Map<?, ?> values) {
      return found.isObject() && isSameObject(values, found);
    }
    return found.isTextual() && found.asText().equals(written);
  }

  /** DuckDB shows a DOUBLE by the fewest digits that tell it, and a FLOAT by those of a DOUBLE. */
  private static boolean isSameNumber(BigDecimal value, String found) {
    return new BigDecimal(found).compareTo(value) == 0
        || new BigDecimal(Double.parseDouble(found)).compareTo(value) == 0
        || new BigDecimal(Float.toString(Float.parseFloat(found))).compareTo(value) == 0;
  }

  private static boolean isSameObject(Map<?, ?> written, JsonNode found) {
    Map<String, JsonNode> exactly = new TreeMap<>();
    Map<String, JsonNode> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    found.properties().forEach(field -> exactly.put(field.getKey(), field.getValue()));
    members.putAll(exactly);
    return written.entrySet().stream()
        .allMatch(
            entry ->
                isSame(
                    entry.getValue(),
                    exactly.getOrDefault(
                        (String) entry.getKey(), members.get((String) entry.getKey()))));
  }

  private static boolean isAt(Instant instant, String text) {
    return text.length() > 11
        && OffsetDateTime.parse(text.replace(' ', 'T').replaceFirst("\\+00$", "Z"))
            .toInstant()
            .equals(instant);
  }

  /** As DuckDB shows bytes. */
  private static String blob(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      boolean plain = b >= ' ' && b < 127 && b != '\\' && b != '\'' && b != '"';
      text.append(plain ? String.valueOf((char) b) : "\\x%02X".formatted(b & 0xff));
    }
    return text.toString();
  }
}
