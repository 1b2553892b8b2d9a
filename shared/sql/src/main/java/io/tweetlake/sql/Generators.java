package io.tweetlake.sql;

import java.util.List;
import java.util.Optional;

/** Functions that make several rows of one. */
final class Generators {
  private Generators() {}

  /** In a select list. */
  static String inSelect(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    String value = call.value(0);
    return switch (call.name()) {
      case "explode" -> "unnest(" + value + ")";
      case "explode_outer" -> "unnest(spark_outer(" + value + "))";
      case "inline" -> "unnest(" + value + ", max_depth := 2)";
      default -> "unnest(spark_outer(" + value + "), max_depth := 2)";
    };
  }

  /**
   * In FROM.
   *
   * @param names of the columns that it makes; empty for Spark's own
   */
  static Optional<String> lateral(String function, List<String> values, List<String> names) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    String value = values.get(0);
    switch (function) {
      case "explode" -> {
        if (names.size() == 2) {
          return Optional.of(
              "SELECT e.key AS "
                  + Text.quoted(names.get(0))
                  + ", e.value AS "
                  + Text.quoted(names.get(1))
                  + " FROM (SELECT unnest(map_entries("
                  + value
                  + ")) AS e)");
        }
        return names.size() > 2
            ? Optional.empty()
            : Optional.of("SELECT unnest(" + value + ") AS " + name(names, 0, "col"));
      }
      case "posexplode" -> {
        return Optional.of(
            "SELECT unnest(range(len("
                + value
                + "))) AS "
                + name(names, 0, "pos")
                + ", unnest("
                + value
                + ") AS "
                + name(names, 1, "col"));
      }
      case "inline" -> {
        String select = "SELECT unnest(" + value + ", max_depth := 2)";
        return Optional.of(
            names.isEmpty()
                ? select
                : "SELECT * FROM (" + select + ") AS i" + QueryTranslator.list(names));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static String name(List<String> names, int index, String otherwise) {
    return Text.quoted(index < names.size() ? names.get(index) : otherwise);
  }

  static Columns defaultColumns(String function) {
    return switch (function) {
      case "explode" -> Columns.of(List.of("col"));
      case "posexplode" -> Columns.of(List.of("pos", "col"));
      default -> Columns.UNKNOWN;
    };
  }
}
