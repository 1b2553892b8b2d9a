package io.tweetlake.engine;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.stream.Collectors;

/** Types as DuckDB writes them. */
final class DuckDbTypes {
  private DuckDbTypes() {}

  /** The type in a cast or a column definition. */
  static String sql(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> Sql.identifier(field.name()) + " " + sql(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    if (type instanceof ArrayType array) {
      return sql(array.element()) + "[]";
    }
    if (type instanceof MapType map) {
      return "MAP(" + sql(map.key()) + ", " + sql(map.value()) + ")";
    }
    if (type instanceof DecimalType decimal) {
      return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
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
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
    };
  }

  /** The type as {@code from_json} wants it: a JSON value that is shaped like the values. */
  static String jsonStructure(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> Json.quote(field.name()) + ":" + jsonStructure(field.type()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (type instanceof ArrayType array) {
      return "[" + jsonStructure(array.element()) + "]";
    }
    return Json.quote(sql(type));
  }

  /**
   * Reads a type as DESCRIBE shows it, as the Delta type that holds its values.
   *
   * @throws UnstorableTypeException where no Delta type does
   */
  static DataType parse(String text) {
    return new DuckDbTypeParser(text).parse();
  }

  /** The fields of a struct, named and typed. */
  static Field field(String name, String type) {
    return Field.of(name, parse(type));
  }
}
