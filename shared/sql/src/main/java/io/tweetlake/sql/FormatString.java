package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format_string} and {@code printf}, whose formats are Java's. */
final class FormatString {
  private static final Pattern CONVERSION =
      Pattern.compile(
          "%(?<flags>[-+ 0,#(]*)(?<width>\\d*)(?:\\.(?<digits>\\d+))?(?<kind>[A-Za-z%])");

  private FormatString() {}

  static String translate(Call call) {
    if (!call.takes(1, Integer.MAX_VALUE)) {
      return "NULL";
    }
    Optional<String> format = call.text(0);
    if (format.isEmpty()) {
      return call.problem(
          call.argument(0), "The format of " + call.name() + " must be a text in quotes");
    }
    List<String> values = new ArrayList<>();
    StringBuilder duckdb = new StringBuilder();
    Matcher matcher = CONVERSION.matcher(format.get());
    int end = 0;
    while (matcher.find()) {
      duckdb.append(format.get(), end, matcher.start());
      end = matcher.end();
      String kind = matcher.group("kind");
      if (kind.equals("%") || kind.equals("n")) {
        duckdb.append(kind.equals("%") ? "%%" : "\n");
        continue;
      }
      int index = values.size() + 1;
      if (index >= call.size()) {
        return call.problem("Too few values for the format of " + call.name());
      }
      Optional<String> value = value(call, matcher, index);
      if (value.isEmpty()) {
        return call.problem(
            call.argument(0), "Unsupported format " + matcher.group() + " of " + call.name());
      }
      if (kind.equals("s")) {
        values.add(value.get());
        duckdb.append(asText(matcher));
      } else {
        values.add(orNull(matcher, value.get()));
        duckdb.append("%s");
      }
    }
    String rest = format.get().substring(end);
    if (rest.contains("%") || duckdb.toString().replaceAll("%[^%]", "").matches(".*\\$.*")) {
      return call.problem(
          call.argument(0), "Unsupported format " + format.get() + " of " + call.name());
    }
    duckdb.append(rest);
    values.add(0, Text.literal(duckdb.toString()));
    return "printf(" + String.join(", ", values) + ")";
  }

  /** Java writes the word null where DuckDB's text would be NULL. */
  private static String orNull(Matcher matcher, String value) {
    boolean grouped = matcher.group("flags").contains(",");
    String conversion = grouped ? asText(matcher) : matcher.group();
    return "coalesce(printf("
        + Text.literal(conversion)
        + ", "
        + value
        + "), "
        + Text.literal(ofNull(matcher).orElseThrow())
        + ")";
  }

  /** What Java writes for null; empty where it knows no such conversion. */
  private static Optional<String> ofNull(Matcher matcher) {
    try {
      return Optional.of(String.format(Locale.ROOT, matcher.group(), (Object) null));
    } catch (IllegalFormatException e) {
      return Optional.empty();
    }
  }

  private static String asText(Matcher matcher) {
    String flags = matcher.group("flags").contains("-") ? "-" : "";
    return "%" + flags + matcher.group("width") + "s";
  }

  /** Java rounds half up, and writes texts of anything. */
  private static Optional<String> value(Call call, Matcher matcher, int index) {
    String value = call.value(index);
    String digits = matcher.group("digits");
    boolean grouped = matcher.group("flags").contains(",");
    if (matcher.group("flags").matches(".*[#(].*") || ofNull(matcher).isEmpty()) {
      return Optional.empty();
    }
    boolean fraction =
        call.translator()
            .exactType(call.argument(index))
            .filter(type -> NumberTypes.isNumber(type) && !NumberTypes.isWhole(type))
            .isPresent();
    if (fraction && matcher.group("kind").matches("[dxXoc]")) {
      return Optional.empty();
    }
    return switch (matcher.group("kind")) {
      case "s" ->
          digits == null
              ? Optional.of("coalesce(spark_string(" + value + "), 'null')")
              : Optional.empty();
      case "d" ->
          grouped
              ? Optional.of("format('{:,}', CAST(" + value + " AS BIGINT))")
              : Optional.of("CAST(" + value + " AS BIGINT)");
      case "x", "X", "o", "c" -> grouped ? Optional.empty() : Optional.of(value);
      case "f" -> {
        String places = digits == null ? "6" : digits;
        String rounded = "spark_round(CAST(" + value + " AS DOUBLE), " + places + ")";
        yield Optional.of(grouped ? "format('{:,." + places + "f}', " + rounded + ")" : rounded);
      }
      default -> Optional.empty();
    };
  }
}
