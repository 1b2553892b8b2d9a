package io.tweetlake.sql;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.Locale;
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
    if (sparkType.strip().toUpperCase(Locale.ROOT).equals("TIMESTAMP_NTZ")) {
      return function + value + " AS TIMESTAMP)";
    }
    DataType type = DataType.parse(sparkType);
    if (isInteger(type)) {
      String macro = lenient ? "spark_try_integer(" : "spark_integer(";
      return function + macro + value + ") AS " + duckdb(type) + ")";
    }
    if (type instanceof ArrayType array && isInteger(array.element())) {
      // DuckDB rounds the elements, and reads 1.5 from a text
      String each = cast("__each", array.element().ddl(), lenient);
      return function
          + "list_transform("
          + value
          + ", lambda __each: "
          + each
          + ") AS "
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
    return function + value + " AS " + duckdb(type) + ")";
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
