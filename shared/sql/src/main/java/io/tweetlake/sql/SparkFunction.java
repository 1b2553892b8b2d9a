package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A function of Spark, as the function table has it.
 *
 * @param maxArguments {@link Integer#MAX_VALUE} where the class that writes the call tells the
 *     limit
 * @param takes what its arguments must be, and how others are read
 * @param duckdb the function or macro that takes the same arguments; {@link #WRITTEN} where a class
 *     writes the call
 */
record SparkFunction(
    String name,
    int minArguments,
    int maxArguments,
    Arguments takes,
    FunctionResult gives,
    String duckdb,
    Kind kind) {
  /** Stands for DuckDB's function where {@link SpecialFunctions} know how the call is written. */
  static final String WRITTEN = "*";

  /** What arguments must be, and how they are read where they are something else. */
  enum Arguments {
    /** Anything, as it is. */
    ANY,
    /** An array or map, and what a place in it is named by. */
    ELEMENTS,
    /** An array, and last a value that it may hold. */
    ELEMENT,
    /** Two arrays of one type. */
    ARRAYS,
    /** A text or BINARY, but nothing that could be written as a text. */
    BINARY,
    /** As TEXTS, but a first argument that is BINARY stays so, and with it the result. */
    BYTES,
    /** A date and a whole number of days. */
    DAYS,
    /** First a number; a text is read as one. */
    NUMBER,
    /** Numbers; a text is read as one. */
    NUMBERS,
    /** What can be ordered. */
    ORDERED,
    /** A BINARY as a text, and so the first argument whatever it is. */
    TEXTS,
    /** First a date or timestamp. */
    TIME,
    /** A unit, and a date or timestamp. */
    UNIT_TIME,
    /** Texts, which the function makes of other scalars by itself. */
    WRITTEN
  }

  enum Kind {
    SCALAR,
    AGGREGATE,
    WINDOW
  }

  SparkFunction {
    requireNonNull(name, "name is null");
    requireNonNull(takes, "takes is null");
    requireNonNull(gives, "gives is null");
    requireNonNull(duckdb, "duckdb is null");
    requireNonNull(kind, "kind is null");
  }

  /**
   * Reads a line of the function table: name, number of arguments, what it takes and gives,
   * DuckDB's name and kind.
   */
  static SparkFunction parse(String line) {
    String[] parts = line.split(" ");
    boolean open = parts[1].equals("-");
    String[] arguments = parts[1].split("-");
    int min = open ? 0 : Integer.parseInt(arguments[0]);
    int max =
        open ? Integer.MAX_VALUE : arguments.length > 1 ? Integer.parseInt(arguments[1]) : min;
    return new SparkFunction(
        parts[0],
        min,
        max,
        Arguments.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        FunctionResult.parse(parts[3]),
        parts[4],
        parts.length > 5 ? Kind.valueOf(parts[5].toUpperCase(Locale.ROOT)) : Kind.SCALAR);
  }

  /** Whether a class writes the call, and tells how many arguments it takes. */
  boolean isWritten() {
    return duckdb.equals(WRITTEN);
  }

  /** Whether what is known to be something else is read as a text. */
  boolean readsTexts() {
    return takes == Arguments.TEXTS || takes == Arguments.BYTES;
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
    return arity(minArguments, maxArguments);
  }

  static String arity(int min, int max) {
    if (max == Integer.MAX_VALUE) {
      return min + " or more arguments";
    }
    return (min == max ? "" + min : min + " to " + max) + (max == 1 ? " argument" : " arguments");
  }
}
