package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * A function that is only spelled differently in DuckDB.
 *
 * @param maxArguments {@link Integer#MAX_VALUE} where there is no limit
 * @param duckdb the function or macro that takes the same arguments
 * @param reading how an argument of another type is read
 * @param result what it gives; empty where that depends on its arguments
 */
record SparkFunction(
    String name,
    int minArguments,
    int maxArguments,
    String duckdb,
    Reading reading,
    Optional<TypeFamily> result,
    Kind kind) {
  /** How arguments are read, as the table has it behind DuckDB's name. */
  enum Reading {
    /** As they are. */
    ANY,
    /** A text as a number. */
    NUMBERS,
    /** A BINARY as a text, and so the first argument whatever it is. */
    TEXTS,
    /** As TEXTS, but a first argument that is BINARY stays so, and with it the result. */
    BYTES
  }

  enum Kind {
    SCALAR,
    AGGREGATE,
    WINDOW
  }

  SparkFunction {
    requireNonNull(name, "name is null");
    requireNonNull(duckdb, "duckdb is null");
    requireNonNull(reading, "reading is null");
    requireNonNull(result, "result is null");
    requireNonNull(kind, "kind is null");
  }

  /** Reads a line of the function table: name, arguments, DuckDB's name, result and kind. */
  static SparkFunction parse(String line) {
    String[] parts = line.split(" ");
    String arguments = parts[1];
    int dash = arguments.indexOf('-');
    boolean open = arguments.endsWith("+");
    int min =
        Integer.parseInt(
            dash > 0
                ? arguments.substring(0, dash)
                : open ? arguments.substring(0, arguments.length() - 1) : arguments);
    String[] duckdb = parts[2].split(":");
    int max = dash > 0 ? Integer.parseInt(arguments.substring(dash + 1)) : min;
    return new SparkFunction(
        parts[0],
        min,
        open ? Integer.MAX_VALUE : max,
        duckdb[0],
        duckdb.length == 1 ? Reading.ANY : Reading.valueOf(duckdb[1].toUpperCase(Locale.ROOT)),
        parts[3].equals("-")
            ? Optional.empty()
            : Optional.of(TypeFamily.valueOf(parts[3].toUpperCase(Locale.ROOT))),
        parts.length > 4 ? Kind.valueOf(parts[4].toUpperCase(Locale.ROOT)) : Kind.SCALAR);
  }

  /** What takes a BINARY where this takes a text. */
  String ofBytes() {
    return duckdb + "_bytes";
  }

  boolean takes(int arguments) {
    return arguments >= minArguments && arguments <= maxArguments;
  }

  /** How many arguments it takes, for a message. */
  String arity() {
    if (maxArguments == Integer.MAX_VALUE) {
      return minArguments + " or more arguments";
    }
    String range =
        minArguments == maxArguments ? "" + minArguments : minArguments + " to " + maxArguments;
    return range + (maxArguments == 1 ? " argument" : " arguments");
  }
}
