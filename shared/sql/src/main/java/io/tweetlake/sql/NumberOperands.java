package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * The types of a numeric operator's operands, and what DuckDB must be told for the result to have
 * the type that it has in Spark. Where a type cannot be told, DuckDB's own stays.
 */
final class NumberOperands {
  /** Of what DuckDB stores in 64 bits. */
  private static final int FAST_DIGITS = 18;

  private final String operator;
  private final ParserRuleContext one;
  private final ParserRuleContext another;
  private final Optional<DataType> left;
  private final Optional<DataType> right;
  private final boolean ansi;

  private NumberOperands(
      String operator,
      ParserRuleContext one,
      ParserRuleContext another,
      Optional<DataType> left,
      Optional<DataType> right,
      boolean ansi) {
    this.operator = requireNonNull(operator, "operator is null");
    this.one = requireNonNull(one, "one is null");
    this.another = requireNonNull(another, "another is null");
    this.left = requireNonNull(left, "left is null");
    this.right = requireNonNull(right, "right is null");
    this.ansi = ansi;
  }

  static NumberOperands of(
      ExpressionTranslator expressions,
      ParserRuleContext left,
      String operator,
      ParserRuleContext right) {
    return new NumberOperands(
        Text.lower(operator),
        left,
        right,
        expressions.exactType(left),
        expressions.exactType(right),
        expressions.queries().settings().ansi());
  }

  boolean isFloating() {
    return left.filter(NumberTypes::isFloating).isPresent()
        || right.filter(NumberTypes::isFloating).isPresent();
  }

  boolean isDecimal() {
    return left.filter(DecimalType.class::isInstance).isPresent()
        || right.filter(DecimalType.class::isInstance).isPresent();
  }

  String left(String sql) {
    String operand = operand(sql, one, left, right);
    return needsRoom()
        ? "CAST(" + operand + " AS " + Casts.duckdb(withRoom(left.orElseThrow())) + ")"
        : operand;
  }

  /** DuckDB computes decimals of up to 18 digits with 18, where the result has more. */
  private boolean needsRoom() {
    if (!isDecimal() || isFloating() || !operatesOnDigits() || !areNumbers()) {
      return false;
    }
    int one = NumberTypes.decimal(left.orElseThrow()).precision();
    int other = NumberTypes.decimal(right.orElseThrow()).precision();
    return one <= FAST_DIGITS
        && other <= FAST_DIGITS
        && result().filter(type -> type.precision() > FAST_DIGITS).isPresent();
  }

  private boolean operatesOnDigits() {
    return operator.equals("+") || operator.equals("-") || operator.equals("*");
  }

  private boolean areNumbers() {
    return left.filter(NumberTypes::isNumber).isPresent()
        && right.filter(NumberTypes::isNumber).isPresent();
  }

  private static DecimalType withRoom(DataType type) {
    return new DecimalType(FAST_DIGITS + 1, NumberTypes.decimal(type).scale());
  }

  private Optional<DecimalType> result() {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    DataType first = ExactTypes.operand(one, left.get(), right.get());
    DataType second = ExactTypes.operand(another, right.get(), left.get());
    return NumberTypes.result(operator, first, second)
        .filter(DecimalType.class::isInstance)
        .map(DecimalType.class::cast);
  }

  String right(String sql) {
    return operand(sql, another, right, left);
  }

  /**
   * DuckDB takes FLOAT for the wider of FLOAT and anything but DOUBLE, and makes literals small.
   */
  private String operand(
      String sql, ParserRuleContext written, Optional<DataType> type, Optional<DataType> other) {
    boolean widened =
        ansi
            && type.filter(PrimitiveType.FLOAT::equals).isPresent()
            && other.filter(o -> NumberTypes.isNumber(o) && !NumberTypes.isFloating(o)).isPresent();
    if (widened) {
      return "CAST(" + sql + " AS DOUBLE)";
    }
    boolean literal =
        type.filter(PrimitiveType.INTEGER::equals).isPresent()
            && Literals.wholeDigits(written).isPresent();
    boolean besideSmall =
        other.filter(o -> o == PrimitiveType.BYTE || o == PrimitiveType.SHORT).isPresent();
    return literal && besideSmall ? "CAST(" + sql + " AS INTEGER)" : sql;
  }

  /** A result of decimals as its type in Spark. */
  String result(String sql) {
    return result(sql, !ansi);
  }

  /**
   * @param lenient NULL instead of an error where it has too many digits
   */
  String result(String sql, boolean lenient) {
    return result()
        .map(type -> (lenient ? "TRY_CAST(" : "CAST(") + sql + " AS " + Casts.duckdb(type) + ")")
        .orElse(sql);
  }
}
