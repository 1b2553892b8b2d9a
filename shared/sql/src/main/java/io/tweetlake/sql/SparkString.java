package io.tweetlake.sql;

import io.tweetlake.sql.NestedValue.Entries;
import io.tweetlake.sql.NestedValue.Items;
import io.tweetlake.sql.NestedValue.Scalar;
import io.tweetlake.sql.NestedValue.Struct;
import java.util.stream.Collectors;

/** What Spark's cast to STRING makes of structs, maps and lists. */
final class SparkString {
  private SparkString() {}

  static String of(NestedValue value) {
    if (value instanceof Scalar scalar) {
      return ScalarTexts.string(scalar);
    }
    if (value instanceof Struct struct) {
      return struct.fields().stream()
          .map(field -> of(field.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Entries map) {
      return map.entries().stream()
          .map(entry -> of(entry.key()) + " -> " + of(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Items list) {
      return list.values().stream()
          .map(SparkString::of)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return "null";
  }
}
