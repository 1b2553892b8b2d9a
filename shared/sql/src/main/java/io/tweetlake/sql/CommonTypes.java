package io.tweetlake.sql;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The type that Spark makes of several, as in a union or in the rows of VALUES, in ANSI mode, and
 * whether DuckDB makes the same.
 */
final class CommonTypes {
  /** The digits of a BIGINT where DuckDB makes a decimal of it; Spark takes one more. */
  private static final int DIGITS_OF_BIGINT = 19;

  private CommonTypes() {}

  /** Of values none of which is a text; nothing where there is none. */
  static Optional<DataType> of(Collection<DataType> types) {
    Optional<DataType> common = Optional.empty();
    for (DataType type : types) {
      common = common.isEmpty() ? Optional.of(type) : of(common.get(), type);
      if (common.isEmpty()) {
        return common;
      }
    }
    return common;
  }

  /** Of the rows of VALUES, where Spark leaves FLOAT beside whole numbers FLOAT. */
  static Optional<DataType> ofRows(Collection<DataType> types) {
    boolean floats =
        types.contains(PrimitiveType.FLOAT)
            && types.stream().allMatch(t -> t == PrimitiveType.FLOAT || NumberTypes.isWhole(t));
    return floats ? Optional.of(PrimitiveType.FLOAT) : of(types);
  }

  static Optional<DataType> of(DataType one, DataType other) {
    if (one.equals(other)) {
      return Optional.of(one);
    }
    if (one instanceof ArrayType first && other instanceof ArrayType second) {
      return of(first.element(), second.element()).map(ArrayType::new);
    }
    if (one instanceof MapType first && other instanceof MapType second) {
      return of(first.key(), second.key())
          .flatMap(key -> of(first.value(), second.value()).map(value -> new MapType(key, value)));
    }
    Set<DataType> times = Set.of(PrimitiveType.DATE, PrimitiveType.TIMESTAMP);
    return times.contains(one) && times.contains(other)
        ? Optional.of(PrimitiveType.TIMESTAMP)
        : NumberTypes.common(one, other);
  }

  /** Whether DuckDB must be told the common type, since it would make another. */
  static boolean differFromDuckDb(Collection<DataType> types, DataType common) {
    return types.stream().distinct().count() > 1 && !common.equals(ofDuckDb(types));
  }

  private static DataType ofDuckDb(Collection<DataType> types) {
    return types.stream().reduce(CommonTypes::ofDuckDb).orElseThrow();
  }

  private static DataType ofDuckDb(DataType one, DataType other) {
    if (one.equals(other)) {
      return one;
    }
    if (one instanceof ArrayType first && other instanceof ArrayType second) {
      return new ArrayType(ofDuckDb(first.element(), second.element()));
    }
    if (one instanceof MapType first && other instanceof MapType second) {
      return new MapType(
          ofDuckDb(first.key(), second.key()), ofDuckDb(first.value(), second.value()));
    }
    boolean float32 =
        (one == PrimitiveType.FLOAT || other == PrimitiveType.FLOAT)
            && one != PrimitiveType.DOUBLE
            && other != PrimitiveType.DOUBLE;
    if (float32) {
      return PrimitiveType.FLOAT;
    }
    boolean decimals = one instanceof DecimalType || other instanceof DecimalType;
    return of(decimals ? exact(one) : one, decimals ? exact(other) : other).orElse(one);
  }

  private static DataType exact(DataType type) {
    return type == PrimitiveType.LONG ? new DecimalType(DIGITS_OF_BIGINT, 0) : type;
  }
}
