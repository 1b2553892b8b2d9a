package io.tweetlake.sql;

import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.util.List;
import java.util.Optional;

/**
 * The types that Spark gives to arithmetic and to choices of numbers, in ANSI mode.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-ref-ansi-compliance.html">Spark's ANSI
 *     compliance, type promotion</a>
 */
final class NumberTypes {
  private static final int MOST_DIGITS = 38;

  /** What a product or quotient keeps behind the point, where it has too many digits. */
  private static final int LEAST_SCALE = 6;

  private static final List<PrimitiveType> WHOLE =
      List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

  private NumberTypes() {}

  static boolean isWhole(DataType type) {
    return type instanceof PrimitiveType primitive && WHOLE.contains(primitive);
  }

  static boolean isFloating(DataType type) {
    return type == PrimitiveType.FLOAT || type == PrimitiveType.DOUBLE;
  }

  static boolean isNumber(DataType type) {
    return isWhole(type) || isFloating(type) || type instanceof DecimalType;
  }

  /** The decimal that holds every value of a whole or decimal type. */
  static DecimalType decimal(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    return switch ((PrimitiveType) type) {
      case BYTE -> new DecimalType(3, 0);
      case SHORT -> new DecimalType(5, 0);
      case INTEGER -> new DecimalType(10, 0);
      case LONG -> new DecimalType(20, 0);
      default -> throw new IllegalArgumentException("no decimal: " + type.ddl());
    };
  }

  /** The type that two numbers are made one of; empty where one is no number. */
  static Optional<DataType> common(DataType one, DataType other) {
    if (!isNumber(one) || !isNumber(other)) {
      return Optional.empty();
    }
    if (one.equals(other)) {
      return Optional.of(one);
    }
    if (isFloating(one) || isFloating(other)) {
      return Optional.of(PrimitiveType.DOUBLE);
    }
    if (isWhole(one) && isWhole(other)) {
      return Optional.of(WHOLE.indexOf(one) < WHOLE.indexOf(other) ? other : one);
    }
    DecimalType a = decimal(one);
    DecimalType b = decimal(other);
    int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
    int scale = Math.max(a.scale(), b.scale());
    int excess = Math.max(0, whole + scale - MOST_DIGITS);
    return Optional.of(
        new DecimalType(Math.min(whole + scale, MOST_DIGITS), Math.max(0, scale - excess)));
  }

  /**
   * The type of {@code one operator other}, where it has one: of decimals as {@code
   * DecimalPrecision} gives it, with {@code spark.sql.decimalOperations.allowPrecisionLoss}.
   */
  static Optional<DataType> result(String operator, DataType one, DataType other) {
    if (operator.equals("div")) {
      return isFloating(one) || isFloating(other)
          ? Optional.empty()
          : Optional.of(PrimitiveType.LONG);
    }
    boolean decimals =
        isNumber(one)
            && isNumber(other)
            && !isFloating(one)
            && !isFloating(other)
            && (one instanceof DecimalType || other instanceof DecimalType);
    if (decimals) {
      return ofDecimals(operator, decimal(one), decimal(other));
    }
    Optional<DataType> common = common(one, other);
    return operator.equals("/") ? common.map(type -> PrimitiveType.DOUBLE) : common;
  }

  private static Optional<DataType> ofDecimals(String operator, DecimalType a, DecimalType b) {
    int wholeOfA = a.precision() - a.scale();
    int wholeOfB = b.precision() - b.scale();
    int scale = Math.max(a.scale(), b.scale());
    return switch (operator) {
      case "+", "-" -> Optional.of(adjusted(Math.max(wholeOfA, wholeOfB) + scale + 1, scale));
      case "*" -> Optional.of(adjusted(a.precision() + b.precision() + 1, a.scale() + b.scale()));
      case "%" -> Optional.of(adjusted(Math.min(wholeOfA, wholeOfB) + scale, scale));
      case "/" -> {
        int digits = Math.max(LEAST_SCALE, a.scale() + b.precision() + 1);
        yield Optional.of(adjusted(wholeOfA + b.scale() + digits, digits));
      }
      default -> Optional.empty();
    };
  }

  private static DecimalType adjusted(int precision, int scale) {
    if (precision <= MOST_DIGITS) {
      return new DecimalType(Math.max(precision, 1), scale);
    }
    int kept = Math.max(MOST_DIGITS - (precision - scale), Math.min(scale, LEAST_SCALE));
    return new DecimalType(MOST_DIGITS, kept);
  }

  /** The type of a sum. */
  static Optional<DataType> sum(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(
          new DecimalType(Math.min(decimal.precision() + 10, MOST_DIGITS), decimal.scale()));
    }
    return isWhole(type)
        ? Optional.of(PrimitiveType.LONG)
        : isNumber(type) ? Optional.of(PrimitiveType.DOUBLE) : Optional.empty();
  }

  /** The type of an average. */
  static Optional<DataType> average(DataType type) {
    if (type instanceof DecimalType decimal) {
      int scale = Math.min(decimal.scale() + 4, MOST_DIGITS);
      return Optional.of(new DecimalType(Math.min(decimal.precision() + 4, MOST_DIGITS), scale));
    }
    return isNumber(type) ? Optional.of(PrimitiveType.DOUBLE) : Optional.empty();
  }

  /**
   * The type of a decimal that is rounded, up or down too: one digit more before the point, since
   * 9.9 may become 10.
   *
   * @param digits that are kept behind the point; fewer than none round tens, hundreds
   */
  static DecimalType rounded(DecimalType type, int digits) {
    int whole = type.precision() - type.scale() + 1;
    if (digits < 0) {
      return new DecimalType(Math.min(Math.max(whole, 1 - digits), MOST_DIGITS), 0);
    }
    int scale = Math.min(type.scale(), digits);
    return new DecimalType(Math.min(whole + scale, MOST_DIGITS), scale);
  }

  /** The decimal that a number is rounded up or down as, where digits are asked for. */
  static DecimalType beforeRounding(DataType type) {
    return type == PrimitiveType.FLOAT
        ? new DecimalType(14, 7)
        : isFloating(type) ? new DecimalType(30, 15) : decimal(type);
  }
}
