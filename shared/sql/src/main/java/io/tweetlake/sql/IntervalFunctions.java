package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions that make intervals. */
final class IntervalFunctions {
  static final Map<String, Handler> HANDLERS =
      Map.of(
          "make_interval",
          call -> make(call, List.of("years", "months", "weeks", "days", "hours", "minutes")),
          "try_make_interval",
          call ->
              "TRY("
                  + make(call, List.of("years", "months", "weeks", "days", "hours", "minutes"))
                  + ")",
          "make_dt_interval",
          call -> make(call, List.of("days", "hours", "minutes")),
          "make_ym_interval",
          call -> ofUnits(call, List.of("years", "months")));

  private IntervalFunctions() {}

  /** Of whole units and, behind them, seconds with a fraction. */
  private static String make(Call call, List<String> units) {
    if (!call.takes(0, units.size() + 1)) {
      return "NULL";
    }
    String whole = ofUnits(call, units);
    return call.size() <= units.size()
        ? whole
        : "(" + whole + " + spark_seconds_interval(" + call.value(units.size()) + "))";
  }

  private static String ofUnits(Call call, List<String> units) {
    if (!call.takes(0, units.size() + 1)) {
      return "NULL";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(call.size(), units.size()); i++) {
      parts.add("to_" + units.get(i) + "(CAST(" + call.value(i) + " AS INTEGER))");
    }
    return parts.isEmpty() ? "INTERVAL '0 days'" : "(" + String.join(" + ", parts) + ")";
  }
}
