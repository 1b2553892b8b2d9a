package io.tweetlake.sql;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Scalars in DuckDB's and in Spark's words. */
final class ScalarTexts {
  private static final DateTimeFormatter DUCKDB_TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private ScalarTexts() {}

  /** As a cast to STRING writes it. */
  static String string(NestedValue.Scalar scalar) {
    return switch (scalar.typeName()) {
      case "DOUBLE", "FLOAT" -> number(scalar.text());
      case "DECIMAL" -> new BigDecimal(scalar.text()).toPlainString();
      case "TIMESTAMP WITH TIME ZONE" -> withoutZone(scalar.text());
      case "BLOB" -> new String(bytes(scalar.text()), StandardCharsets.UTF_8);
      case "INTERVAL" ->
          throw new IllegalArgumentException(
              "Cannot cast an interval to STRING: write its parts, such as extract(DAY FROM ...)");
      default -> scalar.text();
    };
  }

  /** The digits that DuckDB writes of a DOUBLE or FLOAT, as Java writes them. */
  static String number(String text) {
    if (!Character.isDigit(text.charAt(text.length() - 1))) {
      return text.endsWith("nan") ? "NaN" : text.startsWith("-") ? "-Infinity" : "Infinity";
    }
    BigDecimal value = new BigDecimal(text);
    BigDecimal size = value.abs();
    String sign = text.startsWith("-") ? "-" : "";
    if (value.signum() == 0) {
      return sign + "0.0";
    }
    if (size.compareTo(new BigDecimal("0.001")) >= 0 && size.compareTo(new BigDecimal("1E7")) < 0) {
      BigDecimal plain = size.stripTrailingZeros();
      return sign + plain.setScale(Math.max(1, plain.scale())).toPlainString();
    }
    String digits = size.stripTrailingZeros().unscaledValue().toString();
    int exponent = size.precision() - size.scale() - 1;
    return sign
        + digits.charAt(0)
        + "."
        + (digits.length() > 1 ? digits.substring(1) : "0")
        + "E"
        + exponent;
  }

  private static String withoutZone(String text) {
    return text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
  }

  static LocalDateTime timestamp(String text) {
    return LocalDateTime.parse(withoutZone(text), DUCKDB_TIMESTAMP);
  }

  static long epochMicros(String text) {
    LocalDateTime time = timestamp(text);
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L), time.getNano() / 1000);
  }

  /** The bytes of a BLOB, of which DuckDB writes those that are no letter as {@code \xFF}. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(text, i + 2, i + 4, 16));
        i += 3;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
