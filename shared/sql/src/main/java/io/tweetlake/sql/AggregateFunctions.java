package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Aggregates whose result or NULLs differ from DuckDB's. */
final class AggregateFunctions {
  static final Map<String, Handler> HANDLERS =
      Map.ofEntries(
          Map.entry("any_value", call -> first(call, "first")),
          Map.entry("first", call -> first(call, "first")),
          Map.entry("first_value", call -> first(call, "first")),
          Map.entry("last", call -> first(call, "last")),
          Map.entry("last_value", call -> first(call, "last")),
          Map.entry("approx_percentile", AggregateFunctions::approximatePercentile),
          Map.entry("percentile_approx", AggregateFunctions::approximatePercentile),
          Map.entry("array_agg", call -> list(call, "")),
          Map.entry("collect_list", call -> list(call, "")),
          Map.entry("collect_set", call -> list(call, "DISTINCT ")),
          Map.entry("avg", AggregateFunctions::average),
          Map.entry("mean", AggregateFunctions::average),
          Map.entry("median", call -> quantile(call, 1)),
          Map.entry("percentile", call -> quantile(call, 2)),
          Map.entry("sum", call -> sum(call, "spark_total")),
          Map.entry("try_sum", call -> sum(call, "spark_try_total")),
          Map.entry("try_avg", AggregateFunctions::average),
          Map.entry("count", AggregateFunctions::count),
          Map.entry("count_if", AggregateFunctions::countIf),
          Map.entry("corr", AggregateFunctions::correlation),
          Map.entry("regr_count", call -> call.takes(2, 2) ? count(call) : "NULL"),
          Map.entry("regr_slope", AggregateFunctions::line),
          Map.entry("regr_intercept", AggregateFunctions::line),
          Map.entry("regr_r2", AggregateFunctions::determination),
          Map.entry("listagg", AggregateFunctions::joined),
          Map.entry("string_agg", AggregateFunctions::joined),
          Map.entry("skewness", AggregateFunctions::skewness));

  private AggregateFunctions() {}

  /** The second argument, or IGNORE NULLS, asks for the first value that is not NULL. */
  private static String first(Call call, String end) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    String flag = call.size() == 2 ? Text.lower(call.argument(1).getText()) : "false";
    if (!flag.equals("true") && !flag.equals("false")) {
      return call.problem(
          call.argument(1), "Whether " + call.name() + " passes over NULL must be true or false");
    }
    boolean ignoresNulls =
        flag.equals("true")
            || (call.context().nulls != null
                && call.context().nulls.getText().equalsIgnoreCase("ignore"));
    if (!ignoresNulls) {
      return aggregate(call, end, List.of(call.value(0)), Optional.empty());
    }
    if (call.context().OVER() != null) {
      return end
          + "_value("
          + call.value(0)
          + " IGNORE NULLS)"
          + FunctionCalls.over(call.translator(), call.context());
    }
    return aggregate(
        call, end, List.of(call.value(0)), Optional.of(call.operand(0) + " IS NOT NULL"));
  }

  /** Of numbers as DOUBLE: DuckDB would give a value between two decimals their digits. */
  private static String quantile(Call call, int arguments) {
    if (!call.takes(arguments, arguments)) {
      return "NULL";
    }
    String value = "CAST(" + call.value(0) + " AS DOUBLE)";
    String function = arguments == 1 ? "median" : "quantile_cont";
    List<String> values = arguments == 1 ? List.of(value) : List.of(value, call.value(1));
    return aggregate(call, function, values, Optional.empty());
  }

  /** Exact; the third argument, which trades accuracy for memory, has no effect. */
  private static String approximatePercentile(Call call) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    call.translator().noteUnlessKnown(call.argument(0));
    boolean text =
        call.translator().family(call.argument(0)).filter(TypeFamily.TEXT::equals).isPresent();
    String value = text ? "spark_number(" + call.value(0) + ")" : call.value(0);
    return aggregate(call, "quantile_disc", List.of(value, call.value(1)), Optional.empty());
  }

  /** Without a separator Spark puts nothing between the values. */
  private static String joined(Call call) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    String separator = call.size() == 2 ? "coalesce(" + call.textOf(1) + ", '')" : "''";
    return aggregate(call, "string_agg", List.of(call.textOf(0), separator), Optional.empty());
  }

  /** An average of decimals is a decimal, any other a DOUBLE; texts are read as numbers. */
  private static String average(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    String value = call.value(0);
    String addends =
        aggregate(call, "sum", List.of("spark_addend(" + value + ")"), Optional.empty());
    String count = aggregate(call, "count", List.of(value), Optional.empty());
    Optional<DataType> type = typeOfWindow(call, NumberTypes::average);
    if (type.isPresent()) {
      return "CAST(spark_average("
          + addends
          + ", "
          + count
          + ") AS "
          + Casts.duckdb(type.get())
          + ")";
    }
    return greatest(call, value)
        .map(greatest -> "spark_mean(" + addends + ", " + count + ", " + greatest + ")")
        .orElse("spark_average(" + addends + ", " + count + ")");
  }

  /**
   * The greatest value, which only serves for its type, so that nobody computes it; in a window it
   * would be computed.
   */
  private static Optional<String> greatest(Call call, String value) {
    return call.context().OVER() == null
        ? Optional.of(aggregate(call, "max", List.of(value), Optional.empty()))
        : Optional.empty();
  }

  /** The type of a sum or average in a window, where nothing else tells it. */
  private static Optional<DataType> typeOfWindow(
      Call call, Function<DataType, Optional<DataType>> result) {
    if (call.context().OVER() == null) {
      return Optional.empty();
    }
    call.translator().noteUnlessKnown(call.argument(0));
    return call.translator().exactType(call.argument(0)).flatMap(result);
  }

  private static String sum(Call call, String macro) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    boolean number =
        call.translator().family(call.argument(0)).filter(TypeFamily.NUMBER::equals).isPresent();
    String value = number ? call.value(0) : "spark_number(" + call.value(0) + ")";
    String total = aggregate(call, "sum", List.of(value), Optional.empty());
    Optional<DataType> type =
        typeOfWindow(call, NumberTypes::sum).or(() -> typeOfWholeLiteral(call));
    if (type.isPresent()) {
      boolean lenient =
          call.name().equals("try_sum") || !call.translator().queries().settings().ansi();
      return (lenient ? "TRY_CAST(" : "CAST(") + total + " AS " + Casts.duckdb(type.get()) + ")";
    }
    return greatest(call, call.value(0))
        .map(greatest -> macro + "(" + total + ", " + greatest + ")")
        .orElse(total);
  }

  private static Optional<DataType> typeOfWholeLiteral(Call call) {
    return Literals.number(call.argument(0))
        .flatMap(number -> call.translator().exactType(call.argument(0)))
        .filter(NumberTypes::isWhole)
        .flatMap(NumberTypes::sum);
  }

  private static String count(Call call) {
    if (call.size() == 1 && call.argument(0).getText().equals("*")) {
      return aggregate(call, "count", List.of("*"), Optional.empty());
    }
    if (call.size() > 1) {
      boolean distinct = call.context().setQuantifier() != null;
      String notNull =
          String.join(
              " AND ",
              call.arguments().stream()
                  .map(a -> call.translator().operand(a) + " IS NOT NULL")
                  .toList());
      return distinct
          ? aggregate(
              call,
              "count",
              List.of("(" + String.join(", ", call.values()) + ")"),
              Optional.of(notNull))
          : aggregate(call, "count", List.of("*"), Optional.of(notNull));
    }
    return call.takes(1, 1) ? aggregate(call, "count", call.values(), Optional.empty()) : "NULL";
  }

  private static String countIf(Call call) {
    return call.takes(1, 1)
        ? aggregate(
            call, "count", List.of("*"), Optional.of(call.translator().condition(call.argument(0))))
        : "NULL";
  }

  /** Spark leaves NULLs out and gives an empty list where nothing is left. */
  private static String list(Call call, String distinct) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    String list =
        aggregate(
            call,
            "list",
            List.of(distinct + call.value(0)),
            Optional.of(call.operand(0) + " IS NOT NULL"));
    return "coalesce(" + list + ", [])";
  }

  /** NULL of one pair; of values that do not vary it is a division by zero. */
  private static String correlation(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    List<String> values = numbers(call);
    return MacroCalls.call(
        call.macro("spark_corr"),
        Stream.of("regr_count", "regr_sxx", "regr_syy", "corr")
            .map(function -> aggregate(call, function, values, Optional.empty()))
            .toList());
  }

  private static List<String> numbers(Call call) {
    return call.arguments().stream()
        .map(argument -> FunctionCalls.number(call.translator(), argument))
        .toList();
  }

  /** NULL where all pairs have one x, through which no line can be told. */
  private static String line(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    List<String> values = numbers(call);
    return "(CASE WHEN "
        + aggregate(call, "regr_sxx", values, Optional.empty())
        + " > 0 THEN "
        + aggregate(call, call.name(), values, Optional.empty())
        + " END)";
  }

  /** Spark gives NULL where the first argument does not vary, DuckDB where the second does not. */
  private static String determination(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    List<String> values = numbers(call);
    return aggregate(call, "regr_r2", List.of(values.get(1), values.get(0)), Optional.empty());
  }

  /** Spark's is that of the population. */
  private static String skewness(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    String x = call.operand(0);
    return "(CASE WHEN var_pop("
        + x
        + ") > 0 THEN (avg(power("
        + x
        + ", 3)) - 3 * avg("
        + x
        + ") * avg(power("
        + x
        + ", 2)) + 2 * power(avg("
        + x
        + "), 3)) / power(var_pop("
        + x
        + "), 1.5) END)";
  }

  private static String aggregate(
      Call call, String function, List<String> values, Optional<String> condition) {
    return FunctionCalls.aggregate(call.translator(), call.context(), function, values, condition);
  }
}
