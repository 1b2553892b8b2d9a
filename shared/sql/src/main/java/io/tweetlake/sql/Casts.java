package io.tweetlake.sql;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Spark's types and casts for DuckDB. */
final class Casts {
  private Casts() {}

  /**
   * @param sparkType in Spark's DDL
   * @param lenient NULL instead of an error where the value does not fit
   * @throws IllegalArgumentException where there is no such type
   */
  static String cast(String value, String sparkType, boolean lenient) {
    String function = lenient ? "TRY_CAST(" : "CAST(";
    if (isWithoutZone(sparkType)) {
      return function + value + " AS TIMESTAMP)";
    }
    DataType type = DataType.parse(sparkType);
    if (isInteger(type)) {
      String macro = lenient ? "spark_try_integer(" : "spark_integer(";
      return function + macro + value + ") AS " + duckdb(type) + ")";
    }
    if (type instanceof ArrayType array && !isPlain(array.element())) {
      String each = "__each" + depth(type);
      return function
          + "list_transform(spark_list("
          + value
          + "), lambda "
          + each
          + ": "
          + cast(each, array.element().ddl(), lenient)
          + ") AS "
          + duckdb(type)
          + ")";
    }
    if (type instanceof MapType map && !(isPlain(map.key()) && isPlain(map.value()))) {
      String each = "__each" + depth(type);
      return function
          + "map_from_entries(list_transform(spark_entries("
          + value
          + "), lambda "
          + each
          + ": struct_pack(\"key\" := "
          + cast(each + ".key", map.key().ddl(), lenient)
          + ", \"value\" := "
          + cast(each + ".value", map.value().ddl(), lenient)
          + "))) AS "
          + duckdb(type)
          + ")";
    }
    if (type == PrimitiveType.STRING) {
      return "spark_cast_string(" + value + ")";
    }
    if (type == PrimitiveType.TIMESTAMP || type == PrimitiveType.DATE) {
      String macro = type == PrimitiveType.DATE ? "date(" : "timestamp(";
      return (lenient ? "spark_try_" : "spark_") + macro + value + ")";
    }
    if (type == PrimitiveType.BOOLEAN || type == PrimitiveType.DOUBLE) {
      return (lenient ? "spark_try_" : "spark_") + Text.lower(duckdb(type)) + "(" + value + ")";
    }
    if (type == PrimitiveType.BINARY) {
      return "spark_to_bytes(" + value + ")";
    }
    if (type instanceof DecimalType) {
      return function + "spark_digits(" + value + ") AS " + duckdb(type) + ")";
    }
    return plain(value, type, lenient);
  }

  /** Whether it is the one type that no column has. */
  static boolean isWithoutZone(String sparkType) {
    return sparkType.strip().equalsIgnoreCase("TIMESTAMP_NTZ");
  }

  private static String plain(String value, DataType target, boolean lenient) {
    return (lenient ? "TRY_CAST(" : "CAST(") + value + " AS " + duckdb(target) + ")";
  }

  /** Whether DuckDB casts to a type as Spark does. */
  private static boolean isPlain(DataType type) {
    return type == PrimitiveType.FLOAT || type instanceof StructType;
  }

  /**
   * A cast of a value whose type is known: structs by the places of their fields, as Spark does it,
   * where DuckDB goes by their names; and exact numbers without the way through their digits.
   *
   * @param source the type of the value
   * @throws IllegalArgumentException where the structs have more or fewer fields; says so
   */
  static String cast(String value, DataType source, DataType target, boolean lenient) {
    if (source instanceof ArrayType from && target instanceof ArrayType to && holdsStructs(to)) {
      String each = "__each" + depth(to);
      return "list_transform("
          + value
          + ", lambda "
          + each
          + ": "
          + cast(each, from.element(), to.element(), lenient)
          + ")";
    }
    if (target instanceof DecimalType && (source instanceof DecimalType || isInteger(source))) {
      return plain(value, target, lenient);
    }
    if (!(source instanceof StructType from && target instanceof StructType to)) {
      return cast(value, target.ddl(), lenient);
    }
    if (from.fields().size() != to.fields().size()) {
      throw new IllegalArgumentException(
          "Cannot cast a struct of "
              + from.fields().size()
              + " fields to one of "
              + to.fields().size());
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < to.fields().size(); i++) {
      String field =
          "struct_extract(" + value + ", " + Text.literal(from.fields().get(i).name()) + ")";
      fields.add(
          Text.quoted(to.fields().get(i).name())
              + " := "
              + cast(field, from.fields().get(i).type(), to.fields().get(i).type(), lenient));
    }
    return "CASE WHEN "
        + value
        + " IS NOT NULL THEN struct_pack("
        + String.join(", ", fields)
        + ") END";
  }

  private static boolean holdsStructs(DataType type) {
    return type instanceof StructType
        || (type instanceof ArrayType array && holdsStructs(array.element()));
  }

  private static int depth(DataType type) {
    if (type instanceof ArrayType array) {
      return 1 + depth(array.element());
    }
    if (type instanceof MapType map) {
      return 1 + Math.max(depth(map.key()), depth(map.value()));
    }
    return type instanceof StructType struct
        ? struct.fields().stream().mapToInt(field -> depth(field.type())).max().orElse(0)
        : 0;
  }

  private static boolean isInteger(DataType type) {
    return type == PrimitiveType.BYTE
        || type == PrimitiveType.SHORT
        || type == PrimitiveType.INTEGER
        || type == PrimitiveType.LONG;
  }

  static String duckdb(DataType type) {
    if (type instanceof ArrayType array) {
      return duckdb(array.element()) + "[]";
    }
    if (type instanceof MapType map) {
      return "MAP(" + duckdb(map.key()) + ", " + duckdb(map.value()) + ")";
    }
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> Text.quoted(field.name()) + " " + duckdb(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    if (type instanceof DecimalType decimal) {
      return "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> "BOOLEAN";
      case BYTE -> "TINYINT";
      case SHORT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case STRING -> "VARCHAR";
      case BINARY -> "BLOB";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMPTZ";
    };
  }
}
