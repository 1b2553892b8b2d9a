package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a function gives, as the function table tells it.
 *
 * @param family the kind of value, where it does not depend on the arguments
 * @param type the type, where it does not depend on the arguments
 * @param rule how it depends on the arguments
 * @param operator of the rule {@link Rule#OPERATOR}, else empty
 */
record FunctionResult(
    Optional<TypeFamily> family, Optional<DataType> type, Rule rule, String operator) {
  /** How a result's type follows from those of the arguments. */
  enum Rule {
    /** It does not, or nothing is known. */
    NONE,
    AVERAGE,
    /** The common type of the last two of three. */
    BRANCHES,
    COMMON,
    /** That of the elements of the first. */
    ELEMENT,
    FIRST,
    /** An array of the first. */
    LIST,
    NANVL,
    /** As an operator of numbers has it. */
    OPERATOR,
    ROUNDED,
    /** As the first, where that is a number; a text is read as a DOUBLE. */
    SIGNED,
    SUM
  }

  private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%");

  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("bigint", PrimitiveType.LONG),
          Map.entry("binary", PrimitiveType.BINARY),
          Map.entry("boolean", PrimitiveType.BOOLEAN),
          Map.entry("date", PrimitiveType.DATE),
          Map.entry("decimal", new DecimalType(10, 0)),
          Map.entry("double", PrimitiveType.DOUBLE),
          Map.entry("float", PrimitiveType.FLOAT),
          Map.entry("int", PrimitiveType.INTEGER),
          Map.entry("smallint", PrimitiveType.SHORT),
          Map.entry("string", PrimitiveType.STRING),
          Map.entry("timestamp", PrimitiveType.TIMESTAMP),
          Map.entry("tinyint", PrimitiveType.BYTE));

  FunctionResult {
    requireNonNull(family, "family is null");
    requireNonNull(type, "type is null");
    requireNonNull(rule, "rule is null");
    requireNonNull(operator, "operator is null");
  }

  /** Reads {@code int}, {@code array}, {@code number/sum}, {@code number/%} or {@code -}. */
  static FunctionResult parse(String text) {
    int slash = text.indexOf('/');
    String kind = slash < 0 ? text : text.substring(0, slash);
    String word = slash < 0 ? "none" : text.substring(slash + 1);
    Optional<DataType> type = Optional.ofNullable(TYPES.get(kind));
    Optional<TypeFamily> family =
        type.isPresent()
            ? type.map(TypeFamily::of)
            : Optional.of(kind)
                .filter(written -> !written.equals("-"))
                .map(written -> TypeFamily.valueOf(written.toUpperCase(Locale.ROOT)));
    return OPERATORS.contains(word)
        ? new FunctionResult(family, type, Rule.OPERATOR, word)
        : new FunctionResult(family, type, Rule.valueOf(word.toUpperCase(Locale.ROOT)), "");
  }
}
