package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a column can hold a JSON number or string exactly. */
final class ScalarCheck {
  /** So many digits fit a long, and a double, whatever they are. */
  private static final int SAFE_LONG_DIGITS = 18;

  private static final int SAFE_DOUBLE_DIGITS = 15;

  /** An exponent of more digits than this stands for no number that any column holds. */
  private static final int MAX_EXPONENT_DIGITS = 5;

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?)(?:Z|[+-](?:0\\d|1[0-8]):[0-5]\\d)?");

  private ScalarCheck() {}

  static boolean fitsLong(byte[] bytes, int from, int to) {
    return to - from <= SAFE_LONG_DIGITS || isBetween(bytes, from, to, MIN_LONG, MAX_LONG);
  }

  private static boolean isBetween(
      byte[] bytes, int from, int to, BigInteger least, BigInteger greatest) {
    // a number longer than any long is not worth its parsing, which takes quadratic time
    if (to - from > 20) {
      return false;
    }
    BigInteger value = new BigInteger(text(bytes, from, to));
    return value.compareTo(least) >= 0 && value.compareTo(greatest) <= 0;
  }

  /** Whether the nearest double, written as short as it can be, is the same decimal number. */
  static boolean fitsDouble(byte[] bytes, int from, int to) {
    if (to - from <= SAFE_DOUBLE_DIGITS && !hasExponent(bytes, from, to)) {
      return true;
    }
    if (!isReasonable(bytes, from, to)) {
      return false;
    }
    String text = text(bytes, from, to);
    double value = Double.parseDouble(text);
    return !Double.isInfinite(value)
        && new BigDecimal(Double.toString(value)).compareTo(new BigDecimal(text)) == 0;
  }

  static boolean isFinite(byte[] bytes, int from, int to) {
    return !Double.isInfinite(Double.parseDouble(text(bytes, from, to)));
  }

  static boolean fitsNumber(DataType type, boolean integer, byte[] bytes, int from, int to) {
    if (type instanceof DecimalType decimal) {
      if (!isReasonable(bytes, from, to)) {
        return false;
      }
      BigDecimal value = new BigDecimal(text(bytes, from, to)).stripTrailingZeros();
      return value.scale() <= decimal.scale()
          && value.precision() - value.scale() <= decimal.precision() - decimal.scale();
    }
    if (type == PrimitiveType.FLOAT) {
      if (!isReasonable(bytes, from, to)) {
        return false;
      }
      String text = text(bytes, from, to);
      float value = Float.parseFloat(text);
      return !Float.isInfinite(value)
          && new BigDecimal(Float.toString(value)).compareTo(new BigDecimal(text)) == 0;
    }
    if (!integer) {
      return false;
    }
    int bits =
        type == PrimitiveType.BYTE
            ? 8
            : type == PrimitiveType.SHORT ? 16 : type == PrimitiveType.INTEGER ? 32 : 0;
    if (bits == 0) {
      return false;
    }
    BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
    return isBetween(bytes, from, to, limit.negate(), limit.subtract(BigInteger.ONE));
  }

  static boolean fitsString(DataType type, String text) {
    try {
      if (type == PrimitiveType.DATE) {
        return DATE.matcher(text).matches() && LocalDate.parse(text) != null;
      }
      if (type == PrimitiveType.TIMESTAMP) {
        Matcher matcher = TIMESTAMP.matcher(text);
        return matcher.matches()
            && LocalDate.parse(matcher.group(1)) != null
            && LocalTime.parse(matcher.group(2)) != null;
      }
      return false;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean hasExponent(byte[] bytes, int from, int to) {
    return exponentAt(bytes, from, to) < to;
  }

  private static int exponentAt(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] | 0x20) != 'e') {
      at++;
    }
    return at;
  }

  private static boolean isReasonable(byte[] bytes, int from, int to) {
    int exponent = exponentAt(bytes, from, to);
    return exponent - from <= 400 && to - exponent <= MAX_EXPONENT_DIGITS + 2;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }
}
