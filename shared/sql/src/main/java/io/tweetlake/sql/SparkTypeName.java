package io.tweetlake.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code typeof} calls a type. */
final class SparkTypeName {
  private SparkTypeName() {}

  static String of(DuckDbType type) {
    List<String> parts = type.parts().stream().map(SparkTypeName::of).toList();
    return switch (type.kind()) {
      case LIST -> "array<" + parts.get(0) + ">";
      case MAP -> "map<" + parts.get(0) + "," + parts.get(1) + ">";
      case STRUCT ->
          IntStream.range(0, parts.size())
              .mapToObj(i -> type.fields().get(i) + ":" + parts.get(i))
              .collect(Collectors.joining(",", "struct<", ">"));
      case SCALAR -> scalar(type);
    };
  }

  private static String scalar(DuckDbType type) {
    return switch (type.name()) {
      case "VARCHAR" -> "string";
      case "INTEGER" -> "int";
      case "BLOB" -> "binary";
      case "TIMESTAMP WITH TIME ZONE" -> "timestamp";
      case "TIMESTAMP" -> "timestamp_ntz";
      case "JSON" -> "variant";
      case "NULL" -> "void";
      case "DECIMAL" -> "decimal(" + type.digits() + "," + type.scale() + ")";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
