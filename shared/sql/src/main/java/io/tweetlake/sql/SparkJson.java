package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.NestedValue.Entries;
import io.tweetlake.sql.NestedValue.Entry;
import io.tweetlake.sql.NestedValue.Field;
import io.tweetlake.sql.NestedValue.Items;
import io.tweetlake.sql.NestedValue.Null;
import io.tweetlake.sql.NestedValue.Scalar;
import io.tweetlake.sql.NestedValue.Struct;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code to_json}: fields of structs that are NULL are left out, NULL elsewhere is written. */
final class SparkJson {
  private static final DateTimeFormatter TIMESTAMP_NTZ =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.US);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.US);

  private final Optional<DateTimeFormatter> dates;
  private final DateTimeFormatter timestamps;

  /**
   * @param datePattern Java's, empty for Spark's own
   * @param timestampPattern the same
   */
  SparkJson(String datePattern, String timestampPattern) {
    requireNonNull(datePattern, "datePattern is null");
    requireNonNull(timestampPattern, "timestampPattern is null");
    this.dates = datePattern.isEmpty() ? Optional.empty() : Optional.of(format(datePattern));
    this.timestamps = timestampPattern.isEmpty() ? TIMESTAMP : format(timestampPattern);
  }

  /**
   * A pattern that times can be written with.
   *
   * @throws IllegalArgumentException where it is none
   */
  static String checked(String pattern) {
    try {
      String written =
          LocalDate.EPOCH.atStartOfDay().atOffset(ZoneOffset.UTC).format(format(pattern));
      return written.isEmpty() ? "" : pattern;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot read date pattern '" + pattern + "': " + e.getMessage(), e);
    }
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US);
  }

  String write(NestedValue value) {
    if (value instanceof Struct struct) {
      return struct.fields().stream()
          .filter(field -> !(field.value() instanceof Null))
          .map(this::member)
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Entries map) {
      return map.entries().stream().map(this::member).collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Items list) {
      return list.values().stream().map(this::write).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Scalar scalar ? scalar(scalar) : "null";
  }

  private String member(Field field) {
    return quoted(field.name()) + ":" + write(field.value());
  }

  private String member(Entry entry) {
    return quoted(key(entry.key())) + ":" + write(entry.value());
  }

  /** Keys are what they are within Spark: dates are days, timestamps microseconds. */
  private static String key(NestedValue key) {
    if (key instanceof Scalar scalar) {
      return switch (scalar.typeName()) {
        case "DATE" -> String.valueOf(LocalDate.parse(scalar.text()).toEpochDay());
        case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
            String.valueOf(ScalarTexts.epochMicros(scalar.text()));
        default -> ScalarTexts.string(scalar);
      };
    }
    if (key instanceof Struct struct) {
      return struct.fields().stream()
          .map(field -> field.value() instanceof Null ? "null" : key(field.value()))
          .collect(Collectors.joining(",", "[", "]"));
    }
    throw new IllegalArgumentException("Cannot write a map as JSON whose keys are lists or maps");
  }

  private String scalar(Scalar scalar) {
    String text = scalar.text();
    return switch (scalar.typeName()) {
      case "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> text;
      case "DOUBLE", "FLOAT" -> fraction(ScalarTexts.number(text));
      case "DECIMAL" -> new BigDecimal(text).toString();
      case "TIMESTAMP WITH TIME ZONE" ->
          quoted(ScalarTexts.timestamp(text).atOffset(ZoneOffset.UTC).format(timestamps));
      case "TIMESTAMP" -> quoted(ScalarTexts.timestamp(text).format(TIMESTAMP_NTZ));
      case "DATE" -> quoted(dates.map(format -> LocalDate.parse(text).format(format)).orElse(text));
      case "BLOB" -> quoted(Base64.getEncoder().encodeToString(ScalarTexts.bytes(text)));
      case "INTERVAL" -> throw new IllegalArgumentException("Cannot write an interval as JSON");
      default -> quoted(text);
    };
  }

  private static String fraction(String number) {
    return Character.isDigit(number.charAt(number.length() - 1)) ? number : quoted(number);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> {
          if (c < ' ') {
            json.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
