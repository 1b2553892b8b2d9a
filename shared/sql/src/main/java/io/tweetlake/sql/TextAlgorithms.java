package io.tweetlake.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Spark's functions of texts that DuckDB has not, or has otherwise. */
final class TextAlgorithms {
  /** Of A to Z: 0 for what parts equal letters, 7 for what does not. */
  private static final String SOUNDEX = "01230127022455012623017202";

  private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(Long.SIZE);
  private static final int MAX_SHOWN_DIGITS = 340;

  private TextAlgorithms() {}

  static String soundex(String text) {
    if (text.isEmpty() || !isLetter(text.charAt(0))) {
      return text;
    }
    StringBuilder code = new StringBuilder().append(upper(text.charAt(0)));
    char last = soundexOf(text.charAt(0));
    for (int i = 1; i < text.length() && code.length() < 4; i++) {
      char c = text.charAt(i);
      char digit = isLetter(c) ? soundexOf(c) : '0';
      if (digit != '7') {
        if (digit != '0' && digit != last) {
          code.append(digit);
        }
        last = digit;
      }
    }
    return code.append("000").substring(0, 4);
  }

  private static boolean isLetter(char c) {
    return upper(c) >= 'A' && upper(c) <= 'Z';
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  private static char soundexOf(char letter) {
    return SOUNDEX.charAt(upper(letter) - 'A');
  }

  /**
   * @param masks what stands for upper case, lower case, digits and other characters; an empty text
   *     keeps them
   */
  static String mask(String text, String upper, String lower, String digit, String other) {
    for (String mask : new String[] {upper, lower, digit, other}) {
      if (mask.length() > 1) {
        throw new IllegalArgumentException(
            "[DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE] Length of a mask's character should be 1");
      }
    }
    StringBuilder masked = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      String mask =
          Character.isUpperCase(c)
              ? upper
              : Character.isLowerCase(c) ? lower : Character.isDigit(c) ? digit : other;
      masked.append(mask.isEmpty() ? String.valueOf(c) : mask);
    }
    return masked.toString();
  }

  /** How many characters must be put in, taken out or exchanged. */
  static int levenshtein(String first, String second) {
    int[] a = first.codePoints().toArray();
    int[] b = second.codePoints().toArray();
    int[] costs = new int[b.length + 1];
    Arrays.setAll(costs, i -> i);
    for (int i = 1; i <= a.length; i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(exchanged, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[b.length];
  }

  /**
   * A number of one base in another, as an unsigned number of 64 bits; of a negative base, signed.
   * What follows the last digit is passed over.
   *
   * @param strict an error for a number that has more bits, else the greatest
   */
  static Optional<String> conv(String number, int from, int to, boolean strict) {
    int base = Math.abs(to);
    String text = number.strip();
    if (from < Character.MIN_RADIX
        || from > Character.MAX_RADIX
        || base < Character.MIN_RADIX
        || base > Character.MAX_RADIX
        || text.isEmpty()) {
      return Optional.empty();
    }
    boolean negative = text.startsWith("-");
    int start = negative ? 1 : 0;
    int end = start;
    while (end < text.length() && Character.digit(text.charAt(end), from) >= 0) {
      end++;
    }
    BigInteger value =
        end == start ? BigInteger.ZERO : new BigInteger(text.substring(start, end), from);
    if (value.compareTo(MAX_UNSIGNED) >= 0) {
      if (strict) {
        throw new IllegalArgumentException("[ARITHMETIC_OVERFLOW] Overflow in function conv()");
      }
      value = MAX_UNSIGNED.subtract(BigInteger.ONE);
    }
    long bits = value.longValue();
    if (negative && to > 0) {
      bits = bits < 0 ? -1 : -bits;
    }
    if (to > 0) {
      return Optional.of(upper(Long.toUnsignedString(bits, base)));
    }
    boolean minus = negative || bits < 0;
    String digits = Long.toUnsignedString(bits < 0 ? -bits : bits, base);
    return Optional.of(upper(minus ? "-" + digits : digits));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /**
   * @param format how many digits after the point, or Java's pattern
   */
  static Optional<String> formatNumber(BigDecimal number, String format) {
    DecimalFormat decimals = new DecimalFormat("", DecimalFormatSymbols.getInstance(Locale.US));
    decimals.setRoundingMode(RoundingMode.HALF_EVEN);
    if (format.matches("-?\\d+")) {
      int digits = Integer.parseInt(format);
      if (digits < 0) {
        return Optional.empty();
      }
      decimals.applyPattern("#,##0" + (digits == 0 ? "" : "." + "0".repeat(digits)));
    } else {
      try {
        decimals.applyPattern(format.isEmpty() ? "#,##0" : format);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("Cannot read pattern of format_number: " + format, e);
      }
    }
    decimals.setMaximumIntegerDigits(
        Math.max(decimals.getMaximumIntegerDigits(), MAX_SHOWN_DIGITS));
    return Optional.of(decimals.format(number));
  }
}
