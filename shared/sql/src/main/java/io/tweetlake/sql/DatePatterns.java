package io.tweetlake.sql;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's date patterns, which Spark uses, for DuckDB's strftime and strptime. What these cannot do
 * is left to {@link TimePattern}.
 */
final class DatePatterns {
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("yyyy", "%Y"),
          Map.entry("uuuu", "%Y"),
          Map.entry("y", "%Y"),
          Map.entry("u", "%Y"),
          Map.entry("yy", "%y"),
          Map.entry("MMMM", "%B"),
          Map.entry("LLLL", "%B"),
          Map.entry("MMM", "%b"),
          Map.entry("LLL", "%b"),
          Map.entry("MM", "%m"),
          Map.entry("LL", "%m"),
          Map.entry("M", "%-m"),
          Map.entry("L", "%-m"),
          Map.entry("dd", "%d"),
          Map.entry("d", "%-d"),
          Map.entry("DDD", "%j"),
          Map.entry("D", "%-j"),
          Map.entry("EEEE", "%A"),
          Map.entry("EEE", "%a"),
          Map.entry("EE", "%a"),
          Map.entry("E", "%a"),
          Map.entry("HH", "%H"),
          Map.entry("H", "%-H"),
          Map.entry("hh", "%I"),
          Map.entry("h", "%-I"),
          Map.entry("mm", "%M"),
          Map.entry("m", "%-M"),
          Map.entry("ss", "%S"),
          Map.entry("s", "%-S"),
          Map.entry("SSS", "%g"),
          Map.entry("SSSSSS", "%f"),
          Map.entry("SSSSSSSSS", "%n"),
          Map.entry("a", "%p"));

  private static final Pattern PARTS = Pattern.compile("(?s)'[^']*'|([A-Za-z])\\1*|.");

  private DatePatterns() {}

  /**
   * DuckDB SQL that writes a time.
   *
   * @throws IllegalArgumentException where Spark does not take the pattern
   */
  static String writing(String time, String pattern) {
    try {
      return "strftime(" + time + ", " + Text.literal(toStrftime(pattern)) + ")";
    } catch (IllegalArgumentException e) {
      TimePattern.of(pattern);
      return "spark_write_time(" + time + ", " + Text.literal(pattern) + ")";
    }
  }

  /**
   * DuckDB SQL that reads a text as a timestamp.
   *
   * @param lenient whether a text of another pattern gives NULL instead of an error
   * @throws IllegalArgumentException where Spark does not take the pattern
   */
  static String reading(String text, String pattern, boolean lenient) {
    String reading = lenient ? "spark_try_read_time(" + text : "spark_read_time(" + text;
    reading += ", " + Text.literal(pattern) + ")";
    Optional<String> format = strptime(pattern);
    if (format.isEmpty()) {
      TimePattern.of(pattern).forReading();
      return reading;
    }
    boolean fractions = withoutQuoted(pattern).contains("S");
    String value = pattern.endsWith("X") ? "regexp_replace(" + text + ", 'Z$', '+00:00')" : text;
    String fast =
        (lenient || fractions ? "spark_try_strptime(" : "spark_strptime(")
            + value
            + ", "
            + Text.literal(toRegex(pattern))
            + ", "
            + Text.literal(format.get())
            + ")";
    // a fraction may have fewer digits than letters
    return fractions ? "coalesce(" + fast + ", " + reading + ")" : fast;
  }

  /** Without a year, strptime takes 1900. */
  private static Optional<String> strptime(String pattern) {
    try {
      return Optional.of(toStrptime(pattern))
          .filter(format -> format.contains("%Y") || format.contains("%y"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutQuoted(String pattern) {
    return pattern.replaceAll("'[^']*'", "");
  }

  /** For writing; zones are UTC, as every session is. */
  private static String toStrftime(String java) {
    if (withoutQuoted(java).contains("u")) {
      throw new IllegalArgumentException(
          "Unsupported date pattern u in '" + java + "': write y for the year");
    }
    return convert(
        java,
        Map.of(
            "Z", "+0000", "ZZZ", "+0000", "XXX", "Z", "XX", "Z", "X", "Z", "xxx", "+00:00", "xx",
            "+0000", "x", "+00", "z", "UTC", "VV", "Etc/UTC"));
  }

  /** For reading. */
  private static String toStrptime(String java) {
    return convert(
        java,
        Map.of(
            "Z", "%z", "ZZZ", "%z", "XXX", "%z", "XX", "%z", "X", "%z", "xxx", "%z", "xx", "%z",
            "x", "%z", "z", "%Z", "VV", "%Z"));
  }

  /**
   * What a text must look like: DuckDB's strptime takes more than Spark, such as one digit for two.
   */
  private static String toRegex(String java) {
    StringBuilder regex = new StringBuilder();
    Matcher parts = PARTS.matcher(java);
    while (parts.find()) {
      String part = parts.group();
      regex.append(
          Character.isLetter(part.charAt(0))
              ? regexOf(part)
              : part.length() > 1 && part.charAt(0) == '\''
                  ? quotedRegex(part)
                  : part.matches("[ a-zA-Z0-9/:,-]") ? part : "\\" + part);
    }
    return regex.toString();
  }

  private static String quotedRegex(String part) {
    String text = part.equals("''") ? "'" : part.substring(1, part.length() - 1);
    return text.replaceAll("[^A-Za-z0-9 ]", "\\\\$0");
  }

  private static String regexOf(String letters) {
    return switch (letters.charAt(0)) {
      case 'y', 'u' -> letters.length() == 2 ? "\\d{2}" : letters.length() == 4 ? "\\d{4}" : "\\d+";
      case 'M', 'L', 'd', 'D', 'H', 'h', 'm', 's' ->
          switch (letters.length()) {
            case 1 -> letters.equals("D") ? "\\d{1,3}" : "\\d{1,2}";
            case 2 -> "\\d{2}";
            default -> letters.equals("DDD") ? "\\d{3}" : "\\p{L}+";
          };
      case 'S' -> "\\d{" + letters.length() + "}";
      default -> ".+";
    };
  }

  private static String convert(String java, Map<String, String> zones) {
    StringBuilder result = new StringBuilder();
    int i = 0;
    while (i < java.length()) {
      char c = java.charAt(i);
      int end = i + 1;
      if (c == '\'') {
        end = quoted(java, i, result);
      } else if (Character.isLetter(c)) {
        while (end < java.length() && java.charAt(end) == c) {
          end++;
        }
        String letters = java.substring(i, end);
        String format = LETTERS.getOrDefault(letters, zones.get(letters));
        if (format == null) {
          throw new IllegalArgumentException(
              "Unsupported date pattern " + letters + " in '" + java + "'");
        }
        result.append(format);
      } else if (c == '[' || c == ']') {
        throw new IllegalArgumentException(
            "Unsupported optional part in date pattern '" + java + "'");
      } else {
        result.append(c == '%' ? "%%" : String.valueOf(c));
      }
      i = end;
    }
    return result.toString();
  }

  private static int quoted(String java, int start, StringBuilder result) {
    if (java.startsWith("''", start)) {
      result.append('\'');
      return start + 2;
    }
    int end = java.indexOf('\'', start + 1);
    if (end < 0) {
      throw new IllegalArgumentException("Quote is not closed in date pattern '" + java + "'");
    }
    result.append(java.substring(start + 1, end).replace("%", "%%"));
    return end + 1;
  }
}
