package io.tweetlake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what DuckDB says of a file it wrote into Delta's per-file statistics.
 *
 * @see <a
 *     href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics">Delta
 *     protocol, per-file statistics</a>
 */
final class DeltaStatistics {
  /** Columns with statistics; a table of hundreds would fill its log with them. */
  private static final int MAX_COLUMNS = 64;

  /** As long as Delta's own writers keep a string's bounds. */
  private static final int MAX_STRING_CODE_POINTS = 32;

  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  /** As DuckDB spells them; JSON has no such numbers. */
  private static final Set<String> NOT_FINITE = Set.of("inf", "-inf", "nan");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter DUCKDB_TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .appendPattern("X")
          .toFormatter();
  private static final DateTimeFormatter DELTA_TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private final ObjectNode minimums = NODES.objectNode();
  private final ObjectNode maximums = NODES.objectNode();
  private final ObjectNode nullCounts = NODES.objectNode();

  private DeltaStatistics() {}

  /** A column or a member of structs that can have bounds. */
  record Leaf(List<String> path, DataType type) {
    /** As DuckDB names it: {@code "user"."id"}. */
    String key() {
      return String.join(".", path.stream().map(Sql::identifier).toList());
    }
  }

  /**
   * Statistics of a file.
   *
   * @param columns by DuckDB's column name, what {@code RETURN_STATS} found out
   */
  static String json(long rows, StructType schema, Map<String, Map<String, String>> columns) {
    DeltaStatistics statistics = new DeltaStatistics();
    leaves(schema).stream()
        .limit(MAX_COLUMNS)
        .forEach(leaf -> statistics.add(leaf, columns.getOrDefault(leaf.key(), Map.of())));
    ObjectNode json = NODES.objectNode();
    json.put("numRecords", rows);
    json.set("minValues", statistics.minimums);
    json.set("maxValues", statistics.maximums);
    json.set("nullCount", statistics.nullCounts);
    return json.toString();
  }

  /** The leaves that can have bounds, those of the table before those of its structs. */
  static List<Leaf> leaves(StructType schema) {
    List<Leaf> leaves = new ArrayList<>();
    List<Leaf> level = List.of(new Leaf(List.of(), schema));
    while (!level.isEmpty()) {
      List<Leaf> below = new ArrayList<>();
      for (Leaf struct : level) {
        for (Field field : ((StructType) struct.type()).fields()) {
          List<String> path = new ArrayList<>(struct.path());
          path.add(field.name());
          Leaf leaf = new Leaf(List.copyOf(path), field.type());
          if (field.type() instanceof StructType) {
            below.add(leaf);
          } else if (field.type() instanceof PrimitiveType || field.type() instanceof DecimalType) {
            leaves.add(leaf);
          }
        }
      }
      level = below;
    }
    return leaves;
  }

  private void add(Leaf leaf, Map<String, String> column) {
    if (column.containsKey("null_count")) {
      put(nullCounts, leaf.path(), NODES.numberNode(Long.parseLong(column.get("null_count"))));
    }
    if (Boolean.parseBoolean(column.get("has_nan"))) {
      return;
    }
    Optional<JsonNode> least = bound(leaf.type(), column, "min");
    Optional<JsonNode> greatest = bound(leaf.type(), column, "max");
    if (least.isPresent() && greatest.isPresent()) {
      put(minimums, leaf.path(), least.get());
      put(maximums, leaf.path(), greatest.get());
    }
  }

  private static Optional<JsonNode> bound(DataType type, Map<String, String> column, String which) {
    String text = column.get(which);
    if (text == null || !Boolean.parseBoolean(column.get(which + "_is_exact"))) {
      return Optional.empty();
    }
    boolean isMaximum = which.equals("max");
    if (type instanceof DecimalType) {
      return Optional.of(NODES.numberNode(new BigDecimal(text)));
    }
    return switch ((PrimitiveType) type) {
      case BYTE, SHORT, INTEGER, LONG -> Optional.of(NODES.numberNode(Long.parseLong(text)));
      case FLOAT, DOUBLE -> fraction(text);
      case STRING -> Optional.of(NODES.textNode(isMaximum ? upper(text) : lower(text)));
      case DATE -> isCommon(text) ? Optional.of(NODES.textNode(text)) : Optional.empty();
      case TIMESTAMP -> timestamp(text, isMaximum);
      // not what statistics are kept of
      case BOOLEAN, BINARY -> Optional.empty();
    };
  }

  private static Optional<JsonNode> fraction(String text) {
    if (NOT_FINITE.contains(text)) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Optional.of(NODES.numberNode(value)) : Optional.empty();
  }

  private static String lower(String text) {
    return isLong(text) ? prefix(text) : text;
  }

  /** No value with that prefix sorts behind it but one that goes on with the last character. */
  private static String upper(String text) {
    return isLong(text) ? prefix(text) + LAST_CHARACTER : text;
  }

  private static boolean isLong(String text) {
    return text.codePointCount(0, text.length()) > MAX_STRING_CODE_POINTS;
  }

  private static String prefix(String text) {
    return text.substring(0, text.offsetByCodePoints(0, MAX_STRING_CODE_POINTS));
  }

  /** Whether a date or time has a year of four digits, as all readers of Delta know it. */
  private static boolean isCommon(String text) {
    return text.matches("\\d{4}-.*") && !text.contains("(BC)");
  }

  /** Delta keeps milliseconds: the least is rounded down, the greatest up. */
  private static Optional<JsonNode> timestamp(String text, boolean isMaximum) {
    if (!isCommon(text)) {
      return Optional.empty();
    }
    OffsetDateTime time =
        OffsetDateTime.parse(text, DUCKDB_TIMESTAMP).withOffsetSameInstant(ZoneOffset.UTC);
    OffsetDateTime millis = time.truncatedTo(ChronoUnit.MILLIS);
    if (isMaximum && millis.isBefore(time)) {
      millis = millis.plus(1, ChronoUnit.MILLIS);
    }
    return Optional.of(NODES.textNode(DELTA_TIMESTAMP.format(millis)));
  }

  private static void put(ObjectNode root, List<String> path, JsonNode value) {
    ObjectNode node = root;
    for (String name : path.subList(0, path.size() - 1)) {
      node = node.withObjectProperty(name);
    }
    node.set(path.get(path.size() - 1), value);
  }
}
