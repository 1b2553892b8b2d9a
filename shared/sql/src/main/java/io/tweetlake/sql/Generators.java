package io.tweetlake.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions that make several rows of one. */
final class Generators {
  private Generators() {}

  /** In a select list. A list of structs makes several columns. */
  static String inSelect(Call call) {
    switch (call.name()) {
      case "stack":
        return stack(call);
      case "json_tuple":
        return jsonTuple(call);
      default:
        return call.takes(1, 1) ? ofList(call) : "NULL";
    }
  }

  private static String ofList(Call call) {
    String value = call.value(0);
    boolean map =
        call.translator().family(call.argument(0)).filter(TypeFamily.MAP::equals).isPresent();
    return switch (call.name()) {
      case "explode" -> map ? columns("map_entries(" + value + ")") : "unnest(" + value + ")";
      case "explode_outer" ->
          map
              ? columns("spark_outer(map_entries(" + value + "))")
              : "unnest(spark_outer(" + value + "))";
      case "posexplode" -> columns("spark_positions(" + value + ")");
      case "posexplode_outer" -> columns("spark_outer(spark_positions(" + value + "))");
      case "inline" -> columns(value);
      default -> columns("spark_outer(" + value + ")");
    };
  }

  private static String columns(String structs) {
    return "unnest(" + structs + ", max_depth := 2)";
  }

  /** {@code stack(rows, value, ...)}. */
  private static String stack(Call call) {
    int rows =
        call.size() == 0
            ? 0
            : Literals.number(call.argument(0)).map(BigDecimal::intValue).orElse(0);
    if (rows < 1 || call.size() < 2) {
      return call.problem("Cannot call stack: it takes a number of rows, written out, and values");
    }
    int width = (call.size() - 1 + rows - 1) / rows;
    List<String> structs = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> fields = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        int index = 1 + row * width + column;
        fields.add("col" + column + " := " + (index < call.size() ? call.value(index) : "NULL"));
      }
      structs.add("struct_pack(" + String.join(", ", fields) + ")");
    }
    return columns("[" + String.join(", ", structs) + "]");
  }

  /** {@code json_tuple(json, name, ...)}. */
  private static String jsonTuple(Call call) {
    if (!call.takes(2, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < call.size(); i++) {
      fields.add(
          "c" + (i - 1) + " := spark_json_field(" + call.value(0) + ", " + call.value(i) + ")");
    }
    return columns("[struct_pack(" + String.join(", ", fields) + ")]");
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
