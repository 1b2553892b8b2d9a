package io.tweetlake.types;

/**
 * A decimal number.
 *
 * @param precision digits in all, 1 to 38
 * @param scale digits after the point, 0 to {@code precision}
 */
public record DecimalType(int precision, int scale) implements DataType {
  public DecimalType {
    if (precision < 1 || precision > 38) {
      throw new IllegalArgumentException("precision must be 1 to 38: " + precision);
    }
    if (scale < 0 || scale > precision) {
      throw new IllegalArgumentException("scale must be 0 to " + precision + ": " + scale);
    }
  }

  @Override
  public String ddl() {
    return "DECIMAL(" + precision + ", " + scale + ")";
  }
}
