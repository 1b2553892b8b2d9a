package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Aggregates whose result or NULLs differ from DuckDB's. */
final class AggregateFunctions {
  static final Map<String, Handler> HANDLERS =
      Map.of(
          "array_agg",
          call -> list(call, ""),
          "collect_list",
          call -> list(call, ""),
          "collect_set",
          call -> list(call, "DISTINCT "),
          "count",
          AggregateFunctions::count,
          "count_if",
          AggregateFunctions::countIf,
          "skewness",
          AggregateFunctions::skewness);

  private AggregateFunctions() {}

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
        ? aggregate(call, "count", List.of("*"), Optional.of(call.value(0)))
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

  /** Spark's is that of the population. */
  private static String skewness(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    String x = call.operand(0);
    return "((avg(power("
        + x
        + ", 3)) - 3 * avg("
        + x
        + ") * avg(power("
        + x
        + ", 2)) + 2 * power(avg("
        + x
        + "), 3)) / power(var_pop("
        + x
        + "), 1.5))";
  }

  private static String aggregate(
      Call call, String function, List<String> values, Optional<String> condition) {
    return FunctionCalls.aggregate(call.translator(), call.context(), function, values, condition);
  }
}
