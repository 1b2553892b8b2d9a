package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Calls of DuckDB macros. A macro's text takes each argument's in as often as it names it, so that
 * calls within calls grow by products and take DuckDB seconds to bind; where that threatens, the
 * arguments become a value of their own, which the macro is then given.
 */
final class MacroCalls {
  /** Those that name their arguments many times. */
  private static final Set<String> REPEATING =
      Set.of(
          "spark_divide",
          "spark_interval_by",
          "spark_interval_times",
          "spark_round",
          "spark_try_divide");

  private static final Pattern LITERAL = Pattern.compile("-?[0-9.]+|'[^']*'|NULL");
  private static final Pattern NAME = Pattern.compile("\"[^\"]+\"(\\.\"[^\"]+\")*");
  private static final String ARGUMENT = "__argument";

  private MacroCalls() {}

  static String call(String macro, List<String> arguments) {
    return REPEATING.contains(macro) && arguments.stream().anyMatch(MacroCalls::isComputed)
        ? ofValues(macro, arguments)
        : plain(macro, arguments);
  }

  private static boolean isComputed(String argument) {
    return !LITERAL.matcher(argument).matches() && !NAME.matcher(argument).matches();
  }

  /** Nothing but the list holds columns: in a lambda DuckDB knows none that are grouped by. */
  private static String ofValues(String macro, List<String> arguments) {
    List<String> values =
        arguments.stream().filter(argument -> !LITERAL.matcher(argument).matches()).toList();
    boolean single = values.size() == 1;
    List<String> fields = new ArrayList<>();
    List<String> passed = new ArrayList<>();
    for (String argument : arguments) {
      if (LITERAL.matcher(argument).matches()) {
        passed.add(argument);
      } else {
        String field = "v" + fields.size();
        fields.add(field + " := " + argument);
        passed.add(single ? ARGUMENT : ARGUMENT + "." + field);
      }
    }
    String value = single ? values.get(0) : plain("struct_pack", fields);
    return "list_transform([%s], lambda %s: %s)[1]"
        .formatted(value, ARGUMENT, plain(macro, passed));
  }

  private static String plain(String function, List<String> arguments) {
    return function + "(" + String.join(", ", arguments) + ")";
  }
}
