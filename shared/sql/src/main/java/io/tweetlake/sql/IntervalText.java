package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written between two units: {@code '1 02:03:04' DAY TO SECOND}, {@code '1-2' YEAR TO
 * MONTH}.
 */
final class IntervalText {
  /** From the longest to the shortest, with what stands before each but the first. */
  private static final List<String> TIME_UNITS = List.of("day", "hour", "minute", "second");

  private static final List<String> BORDERS = List.of("", " ", ":", ":");
  private static final String FRACTION = "(?:\\.\\d{1,9})?";

  private final String first;
  private final String last;

  IntervalText(String first, String last) {
    this.first = unit(first);
    this.last = unit(last);
  }

  private static String unit(String written) {
    String unit = requireNonNull(written, "written is null").toLowerCase(Locale.ROOT);
    return unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
  }

  /** Whether the units are those of years and months. */
  static boolean isOfMonths(String first, String last) {
    return unit(first).equals("year") && unit(last).equals("month");
  }

  /** The interval as DuckDB reads it; empty where units or text do not fit. */
  Optional<String> read(String text, boolean negative) {
    List<String> units = new ArrayList<>();
    StringBuilder shape = new StringBuilder("\\s*([+-]?)");
    if (isOfMonths(first, last)) {
      units.addAll(List.of("year", "month"));
      shape.append("(\\d+)-(\\d+)");
    } else {
      int from = TIME_UNITS.indexOf(first);
      int to = TIME_UNITS.indexOf(last);
      if (from < 0 || to <= from) {
        return Optional.empty();
      }
      for (int i = from; i <= to; i++) {
        units.add(TIME_UNITS.get(i));
        shape
            .append(i == from ? "" : BORDERS.get(i))
            .append("(\\d+")
            .append(TIME_UNITS.get(i).equals("second") ? FRACTION : "")
            .append(')');
      }
    }
    Matcher matcher = Pattern.compile(shape.append("\\s*").toString()).matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String sign = negative ^ matcher.group(1).equals("-") ? "-" : "";
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      parts.add(sign + matcher.group(i + 2) + " " + units.get(i) + "s");
    }
    return Optional.of(String.join(" ", parts));
  }
}
