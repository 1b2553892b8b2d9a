package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code round}, {@code bround}, {@code ceil} and {@code floor}, of which decimals stay decimals.
 */
final class Rounding {
  static final Map<String, Handler> HANDLERS =
      Map.of(
          "bround", Rounding::toNearest,
          "ceil", Rounding::upOrDown,
          "ceiling", Rounding::upOrDown,
          "floor", Rounding::upOrDown,
          "round", Rounding::toNearest);

  private static final Set<String> TO_NEAREST = Set.of("bround", "round");

  private Rounding() {}

  /**
   * The type of a call, where it can be told.
   *
   * @param number the type of what is rounded
   */
  static Optional<DataType> type(
      String function, DataType number, List<ExpressionContext> arguments) {
    DataType type = number == PrimitiveType.STRING ? PrimitiveType.DOUBLE : number;
    if (!NumberTypes.isNumber(type)) {
      return Optional.empty();
    }
    boolean decimal = type instanceof DecimalType;
    if (TO_NEAREST.contains(function) && !decimal) {
      return Optional.of(type);
    }
    if (arguments.size() == 1 && !decimal) {
      return Optional.of(PrimitiveType.LONG);
    }
    DecimalType own = NumberTypes.beforeRounding(type);
    return digits(arguments).map(n -> rounded(function, arguments.size(), own, n));
  }

  private static DecimalType rounded(String function, int arguments, DecimalType own, int digits) {
    boolean isWhole = arguments == 1 && own.scale() == 0 && !TO_NEAREST.contains(function);
    return isWhole ? own : NumberTypes.rounded(own, digits);
  }

  private static Optional<Integer> digits(List<ExpressionContext> arguments) {
    return arguments.size() == 1
        ? Optional.of(0)
        : Literals.number(arguments.get(1))
            .filter(n -> n.scale() <= 0 && n.abs().compareTo(BigDecimal.valueOf(1000)) < 0)
            .map(BigDecimal::intValue);
  }

  private static String toNearest(Call call) {
    if (!isPossible(call)) {
      return "NULL";
    }
    Optional<DecimalType> own = decimal(call);
    String function = call.name().equals("round") ? "round" : "round_even";
    if (own.isEmpty()) {
      return MacroCalls.call("spark_" + call.name(), values(call));
    }
    int digits = digits(call.arguments()).orElseThrow();
    int scale = Math.min(Math.max(digits, 0), own.get().scale());
    String rounded = function + "(" + number(call) + ", " + digits + ")";
    return cast(
        call,
        rounded,
        new DecimalType(own.get().precision(), scale),
        NumberTypes.rounded(own.get(), digits));
  }

  private static String upOrDown(Call call) {
    if (!isPossible(call)) {
      return "NULL";
    }
    String direction = call.name().equals("floor") ? "floor" : "ceil";
    Optional<DataType> type = call.translator().exactType(call.argument(0));
    Optional<DecimalType> own =
        call.size() == 1
            ? decimal(call)
            : type.map(t -> t == PrimitiveType.STRING ? PrimitiveType.DOUBLE : t)
                .filter(NumberTypes::isNumber)
                .map(NumberTypes::beforeRounding);
    if (own.isEmpty()) {
      return MacroCalls.call("spark_" + direction, values(call));
    }
    int digits = digits(call.arguments()).orElseThrow();
    DecimalType result = rounded(call.name(), call.size(), own.get(), digits);
    if (call.size() == 1) {
      return cast(
          call,
          direction + "(" + number(call) + ")",
          new DecimalType(own.get().precision(), 0),
          result);
    }
    String value =
        type.filter(own.get()::equals).isPresent()
            ? number(call)
            : "CAST(" + number(call) + " AS " + Casts.duckdb(own.get()) + ")";
    return "CAST("
        + MacroCalls.call(
            "spark_" + direction + "_to",
            List.of(
                value,
                String.valueOf(digits),
                BigDecimal.ONE.movePointLeft(digits).toPlainString()))
        + " AS "
        + Casts.duckdb(result)
        + ")";
  }

  private static boolean isPossible(Call call) {
    if (!call.takes(1, 2)) {
      return false;
    }
    if (digits(call.arguments()).isPresent()) {
      return true;
    }
    call.problem(
        call.argument(1), "The digits of " + call.name() + " must be a whole number, written out");
    return false;
  }

  private static Optional<DecimalType> decimal(Call call) {
    return call.translator()
        .exactType(call.argument(0))
        .filter(DecimalType.class::isInstance)
        .map(DecimalType.class::cast);
  }

  private static String number(Call call) {
    return FunctionCalls.number(call.translator(), call.argument(0));
  }

  private static List<String> values(Call call) {
    return call.size() == 1 ? List.of(number(call)) : List.of(number(call), call.value(1));
  }

  /** DuckDB gives a literal more digits than Spark. */
  private static String cast(Call call, String sql, DecimalType given, DecimalType wanted) {
    boolean literal = Literals.number(call.argument(0)).isPresent();
    return given.equals(wanted) && !literal
        ? sql
        : "CAST(" + sql + " AS " + Casts.duckdb(wanted) + ")";
  }
}
