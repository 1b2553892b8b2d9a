package io.tweetlake.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB says of values that do not fit, in the words of Spark: its error condition in
 * brackets, what happened, and what to write instead.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-error-conditions.html">Spark's error
 *     conditions</a>
 */
final class SparkMessages {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("INT8", "TINYINT"),
          Map.entry("INT16", "SMALLINT"),
          Map.entry("INT32", "INT"),
          Map.entry("INT64", "BIGINT"),
          Map.entry("INT128", "BIGINT"),
          Map.entry("INTEGER", "INT"),
          Map.entry("VARCHAR", "STRING"),
          Map.entry("BLOB", "BINARY"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "TIMESTAMP"));

  private static final Map<String, String> TRIES =
      Map.of(
          "addition", "try_add",
          "subtraction", "try_subtract",
          "multiplication", "try_multiply");

  private static final Map<Pattern, Function<MatchResult, String>> WORDS = words();

  /** Where a value came from, unless that is an expression in DuckDB's words. */
  private static final Pattern COLUMN =
      Pattern.compile("when casting from source column (?:sum\\()?(\\w+)\\)?(?=\\n|$)");

  private SparkMessages() {}

  private static Map<Pattern, Function<MatchResult, String>> words() {
    Map<Pattern, Function<MatchResult, String>> words = new LinkedHashMap<>();
    // what macros say is in Spark's words
    put(words, "Invalid Input Error: (\\[[A-Z_.]+\\] .*)", m -> m.group(1));
    put(
        words,
        "Out of Range Error: Overflow in (\\w+) of INT(\\d+) \\((.*)\\)!.*",
        m ->
            (m.group(2).length() < 2 || m.group(2).equals("16")
                    ? "[BINARY_ARITHMETIC_OVERFLOW] "
                    : "[ARITHMETIC_OVERFLOW] ")
                + m.group(3)
                + " is out of range of "
                + type("INT" + m.group(2))
                + instead(m.group(1)));
    put(
        words,
        "Out of Range Error: Overflow in (\\w+) of DECIMAL\\(\\d+\\) \\((.*)\\).*",
        m ->
            "[NUMERIC_VALUE_OUT_OF_RANGE] The digits of a decimal do not suffice for "
                + m.group(1)
                + " (unscaled: "
                + m.group(2)
                + "): cast to a decimal of fewer digits, or to DOUBLE");
    put(
        words,
        "Out of Range Error: Overflow (?:in negation of|on abs).*",
        m ->
            "[ARITHMETIC_OVERFLOW] The least number of its type has no positive one: cast it to a wider type");
    put(
        words,
        "Conversion Error: Type INT128 with value (-?\\d+) can't be cast .* destination type INT64.*",
        m ->
            "[ARITHMETIC_OVERFLOW] "
                + m.group(1)
                + " is out of range of BIGINT: use sum(CAST(x AS DECIMAL(38, 0))), or try_sum to get"
                + " NULL instead.");
    put(
        words,
        "Conversion Error: Type (.+?) with value (.+?) can't be cast .* destination type"
            + " ([A-Z0-9(), ]+?)(?: when casting .*|\\n.*)?",
        m ->
            "[CAST_OVERFLOW] The value "
                + m.group(2)
                + " of the type "
                + type(m.group(1))
                + " cannot be cast to "
                + type(m.group(3))
                + " due to an overflow. Use try_cast to get NULL instead.");
    put(
        words,
        "Conversion Error: Could not convert string ['\"](.*)['\"] to ([A-Z0-9(), ]+?)(?: when"
            + " casting .*|\\n.*)?",
        m ->
            "[CAST_INVALID_INPUT] The value '"
                + m.group(1)
                + "' of the type STRING cannot be cast to "
                + type(m.group(2))
                + " because it is malformed. Use try_cast to get NULL instead.");
    put(
        words,
        "Conversion Error: (?:Casting value \"(.*)\" to type|Could not cast value (.*) to)"
            + " (DECIMAL\\(\\d+, ?\\d+\\)).*",
        m ->
            "[NUMERIC_VALUE_OUT_OF_RANGE] "
                + Optional.ofNullable(m.group(1)).orElseGet(() -> m.group(2))
                + " cannot be represented as "
                + m.group(3)
                + ". Use try_cast to get NULL instead.");
    put(
        words,
        "(?:Conversion|Out of Range) Error: Date out of range(?:: (.*))?",
        m ->
            "[DATETIME_FIELD_OUT_OF_BOUNDS] There is no such date"
                + Optional.ofNullable(m.group(1)).map(date -> ": " + date).orElse(""));
    put(
        words,
        "Invalid Input Error: Map keys must be unique.*",
        m -> "[DUPLICATED_MAP_KEY] A map cannot have a key twice");
    put(
        words,
        "Invalid Input Error: More than one row returned by a subquery.*",
        m ->
            "[SCALAR_SUBQUERY_TOO_MANY_ROWS] A subquery that stands for a value gave more than one"
                + " row: aggregate it, or add LIMIT 1");
    return words;
  }

  private static void put(
      Map<Pattern, Function<MatchResult, String>> words,
      String duckDb,
      Function<MatchResult, String> spark) {
    words.put(Pattern.compile(duckDb, Pattern.DOTALL), spark);
  }

  private static String type(String duckDb) {
    return TYPES.getOrDefault(duckDb, duckDb);
  }

  private static String instead(String operation) {
    return Optional.ofNullable(TRIES.get(operation))
        .map(function -> ". Use " + function + " to get NULL instead.")
        .orElse("");
  }

  /** The same as Spark says it; what Spark has no words for stays as it is. */
  static String of(String duckDb) {
    for (Map.Entry<Pattern, Function<MatchResult, String>> entry : WORDS.entrySet()) {
      Matcher matcher = entry.getKey().matcher(duckDb);
      if (matcher.matches()) {
        Matcher column = COLUMN.matcher(duckDb);
        return entry.getValue().apply(matcher.toMatchResult())
            + (column.find() ? " (column " + column.group(1) + ")" : "");
      }
    }
    return duckDb;
  }
}
