package io.tweetlake.engine;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Parquet files from a seed, written by parquet-java, together with the values they hold. */
final class RandomParquet {
  private static final List<String> NAMES =
      List.of(
          "id",
          "ID",
          "text",
          "user",
          "User",
          "tags",
          "caf\u00e9",
          "k v",
          "a.b",
          "when",
          "_file_path");
  private static final List<String> MEMBERS = List.of("a", "b", "A", "c");
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "7",
          "true",
          "{}",
          "\"q\"",
          "caf\u00e9 \uD83D\uDE00",
          "line\nbreak",
          "2024-01-01");
  private static final List<Long> LONGS =
      List.of(0L, 1L, 7L, -12L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          1.0,
          1.5,
          0.1,
          -2.25,
          1e300,
          9007199254740992.0,
          Double.NaN,
          Double.POSITIVE_INFINITY);

  /** What stands in a column. */
  private enum Kind {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    UNSIGNED,
    FLOAT,
    DOUBLE,
    DECIMAL,
    TEXT,
    BYTES,
    DATE,
    TIMESTAMP,
    STRUCT,
    LIST,
    MAP
  }

  private final Random random;

  RandomParquet(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Writes a file of so many rows.
   *
   * @return by row the values of its columns, null where they are NULL: Boolean, BigDecimal, Double
   *     where it is not finite, String, byte[], LocalDate, Instant, List, and Map for structs and
   *     maps
   */
  List<Map<String, Object>> write(Path file, int rows) throws IOException {
    Files.deleteIfExists(file);
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    MessageType schema = new MessageType("rows", fields(names, 2 + random.nextInt(5), 0));
    List<Map<String, Object>> written = new ArrayList<>();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = new SimpleGroup(schema);
        written.add(fill(row));
        writer.write(row);
      }
    }
    return written;
  }

  /** DuckDB takes names that differ by case for one, so a file has only one of them. */
  private List<Type> fields(List<String> names, int count, int depth) {
    Map<String, Type> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : names.subList(0, Math.min(count, names.size()))) {
      fields.putIfAbsent(name, field(name, depth));
    }
    return List.copyOf(fields.values());
  }

  private Type field(String name, int depth) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(depth < 2 ? kinds.length : Kind.STRUCT.ordinal())];
    return switch (kind) {
      case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
      case BYTE -> integer(PrimitiveTypeName.INT32, 8, true, name);
      case SHORT -> integer(PrimitiveTypeName.INT32, 16, true, name);
      case INT -> integer(PrimitiveTypeName.INT32, 32, true, name);
      case LONG -> integer(PrimitiveTypeName.INT64, 64, true, name);
      case UNSIGNED -> integer(PrimitiveTypeName.INT64, 64, false, name);
      case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT).named(name);
      case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case DECIMAL ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(decimalType(2 + random.nextInt(2), 15))
              .named(name);
      case TEXT -> Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
      case BYTES -> Types.optional(PrimitiveTypeName.BINARY).named(name);
      case DATE -> Types.optional(PrimitiveTypeName.INT32).as(dateType()).named(name);
      case TIMESTAMP ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(timestampType(true, random.nextBoolean() ? TimeUnit.MICROS : TimeUnit.MILLIS))
              .named(name);
      case STRUCT -> {
        List<String> members = new ArrayList<>(MEMBERS);
        Collections.shuffle(members, random);
        yield Types.optionalGroup()
            .addFields(fields(members, 1 + random.nextInt(3), depth + 1).toArray(Type[]::new))
            .named(name);
      }
      case LIST -> Types.optionalList().element(field("element", depth + 1)).named(name);
      case MAP ->
          Types.optionalMap()
              .key(Types.required(PrimitiveTypeName.BINARY).as(stringType()).named("key"))
              .value(field("value", depth + 1))
              .named(name);
    };
  }

  private static Type integer(PrimitiveTypeName type, int bits, boolean signed, String name) {
    return Types.optional(type).as(intType(bits, signed)).named(name);
  }

  private Map<String, Object> fill(Group group) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Type field : group.getType().getFields()) {
      values.put(field.getName(), random.nextInt(5) == 0 ? null : add(group, field));
    }
    return values;
  }

  /** Adds a value of that field to the group, and gives it. */
  private Object add(Group group, Type field) {
    String name = field.getName();
    if (!field.isPrimitive()) {
      GroupType type = field.asGroupType();
      Group inner = group.addGroup(name);
      return switch (String.valueOf(type.getLogicalTypeAnnotation())) {
        case "LIST" -> elements(inner);
        case "MAP" -> entries(inner);
        default -> fill(inner);
      };
    }
    String logical = String.valueOf(field.getLogicalTypeAnnotation());
    switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> {
        boolean value = random.nextBoolean();
        group.add(name, value);
        return value;
      }
      case FLOAT -> {
        float value = random.nextInt(100) / 8f;
        group.add(name, value);
        return new BigDecimal(value);
      }
      case DOUBLE -> {
        double value = pick(DOUBLES);
        group.add(name, value);
        return Double.isFinite(value) ? new BigDecimal(Double.toString(value)) : (Object) value;
      }
      case BINARY -> {
        if (logical.equals("STRING")) {
          String value = pick(TEXTS);
          group.add(name, value);
          return value;
        }
        byte[] value = {'a', (byte) random.nextInt(256), 0, (byte) 0xff};
        group.add(name, Binary.fromConstantByteArray(value));
        return value;
      }
      case INT32 -> {
        int value =
            logical.equals("DATE")
                ? random.nextInt(40_000)
                : (int) (pick(LONGS) << 32 - bits(logical) >> 32 - bits(logical));
        group.add(name, value);
        return logical.equals("DATE") ? LocalDate.ofEpochDay(value) : BigDecimal.valueOf(value);
      }
      default -> {
        return addLong(group, name, logical);
      }
    }
  }

  private Object addLong(Group group, String name, String logical) {
    if (logical.startsWith("TIMESTAMP")) {
      long seconds = random.nextInt(2_000_000_000);
      boolean micros = logical.contains("MICROS");
      Instant instant =
          Instant.ofEpochSecond(seconds)
              .plus(random.nextInt(1000), micros ? ChronoUnit.MICROS : ChronoUnit.MILLIS);
      group.add(name, ChronoUnit.MICROS.between(Instant.EPOCH, instant) / (micros ? 1 : 1000));
      return instant;
    }
    if (logical.startsWith("DECIMAL")) {
      int scale = Integer.parseInt(logical.replaceAll(".*,|\\)", ""));
      long unscaled = random.nextInt(100_000_000);
      group.add(name, unscaled);
      return BigDecimal.valueOf(unscaled, scale);
    }
    long value = pick(LONGS);
    group.add(name, value);
    boolean unsigned = logical.endsWith("false)");
    return unsigned
        ? new BigDecimal(new BigInteger(Long.toUnsignedString(value)))
        : BigDecimal.valueOf(value);
  }

  private static int bits(String logical) {
    return Integer.parseInt(logical.replaceAll("\\D*(\\d+),.*", "$1"));
  }

  private List<Object> elements(Group list) {
    List<Object> elements = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Group slot = list.addGroup(0);
      elements.add(random.nextInt(5) == 0 ? null : add(slot, slot.getType().getType(0)));
    }
    return elements;
  }

  private Map<String, Object> entries(Group map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (String key : List.of("k", "K", "").subList(0, random.nextInt(4))) {
      Group slot = map.addGroup(0);
      slot.add(0, key);
      entries.put(key, random.nextInt(5) == 0 ? null : add(slot, slot.getType().getType(1)));
    }
    return entries;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
