package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number pattern as {@code to_number} reads it (sql-ref-number-pattern of Spark's documentation):
 * {@code S$99,999.99}.
 */
final class NumberPattern {
  private static final Pattern SHAPE =
      Pattern.compile("(S|MI)?(\\$)?([09,G]*)(?:[.D]([09]*))?(\\$)?(PR|S|MI)?");
  private static final int MAX_DIGITS = 38;

  private final Matcher parts;
  private final List<String> groups;
  private final int fraction;

  private NumberPattern(Matcher parts) {
    this.parts = requireNonNull(parts, "parts is null");
    this.groups = List.of(parts.group(3).split("[,G]", -1));
    this.fraction = parts.group(4) == null ? 0 : parts.group(4).length();
  }

  /**
   * @throws IllegalArgumentException where Spark does not take the pattern
   */
  static NumberPattern parse(String pattern) {
    Matcher parts = SHAPE.matcher(pattern.toUpperCase(Locale.ROOT));
    boolean once =
        parts.matches()
            && (parts.group(1) == null || parts.group(6) == null)
            && (parts.group(2) == null || parts.group(5) == null);
    NumberPattern parsed = once ? new NumberPattern(parts) : null;
    if (parsed == null || parsed.digits() == 0 || parsed.digits() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "Cannot read number pattern '"
              + pattern
              + "': it has digits 9 or 0, and may have , . $ S MI PR, such as S$99,999.99");
    }
    return parsed;
  }

  private int digits() {
    return String.join("", groups).length() + fraction;
  }

  /** DuckDB's type of what is read. */
  String type() {
    return "DECIMAL(" + digits() + ", " + fraction + ")";
  }

  /** What a text must look like. */
  String regex() {
    StringBuilder regex = new StringBuilder();
    if (parts.group(1) != null) {
      regex.append(parts.group(1).equals("S") ? "[+-]?" : "-?");
    }
    boolean brackets = "PR".equals(parts.group(6));
    regex.append(brackets ? "<?" : "");
    regex.append(parts.group(2) == null ? "" : "\\$");
    regex.append(whole(0));
    if (parts.group(4) != null) {
      boolean exact = parts.group(4).startsWith("0");
      regex.append(exact ? "\\.\\d{" + fraction + "}" : "(\\.\\d{0," + fraction + "})?");
    }
    regex.append(parts.group(5) == null ? "" : "\\$").append(brackets ? ">?" : "");
    if (parts.group(6) != null && !brackets) {
      regex.append(parts.group(6).equals("S") ? "[+-]?" : "-?");
    }
    return regex.toString();
  }

  /**
   * From a group on, where nothing stands before it: groups before the first digit may be left out.
   */
  private String whole(int first) {
    String group = groups.get(first);
    boolean exact = group.startsWith("0");
    String digits = "\\d{" + (exact ? "" : "0,") + group.length() + "}";
    if (first == groups.size() - 1) {
      return digits;
    }
    List<String> rest = new ArrayList<>();
    for (String next : groups.subList(first + 1, groups.size())) {
      rest.add(",\\d{" + next.length() + "}");
    }
    String full = digits + String.join("", rest);
    return exact ? full : "(" + full + "|" + whole(first + 1) + ")";
  }
}
