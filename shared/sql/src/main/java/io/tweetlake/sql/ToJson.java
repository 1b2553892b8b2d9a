package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import java.util.List;
import java.util.Optional;

/** {@code to_json}, with formats of dates and timestamps. */
final class ToJson {
  private static final List<String> OPTIONS = List.of("dateFormat", "timestampFormat");

  private ToJson() {}

  static String translate(Call call) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    String dates = "";
    String times = "";
    if (call.size() == 2) {
      Optional<List<ExpressionContext>> entries =
          Literals.call(call.argument(1))
              .filter(map -> FunctionCalls.name(map).equals("map"))
              .map(FunctionCalls::arguments)
              .filter(arguments -> arguments.size() % 2 == 0);
      if (entries.isEmpty()) {
        return call.problem(call.argument(1), "The options of to_json must be map('name', ...)");
      }
      for (int i = 0; i < entries.get().size(); i += 2) {
        Optional<String> name = Literals.text(entries.get().get(i)).flatMap(ToJson::option);
        if (name.isEmpty()) {
          return call.problem(
              entries.get().get(i),
              "Unsupported option of to_json; it takes " + String.join(", ", OPTIONS));
        }
        Optional<String> pattern = pattern(call, entries.get().get(i + 1));
        if (pattern.isEmpty()) {
          return "NULL";
        }
        if (name.get().equals("dateFormat")) {
          dates = pattern.get();
        } else {
          times = pattern.get();
        }
      }
    }
    return "spark_json("
        + call.value(0)
        + ", "
        + Text.literal(dates)
        + ", "
        + Text.literal(times)
        + ")";
  }

  private static Optional<String> option(String name) {
    return OPTIONS.stream().filter(name::equalsIgnoreCase).findFirst();
  }

  private static Optional<String> pattern(Call call, ExpressionContext value) {
    Optional<String> pattern = Literals.text(value).filter(text -> !text.isEmpty());
    if (pattern.isEmpty()) {
      call.problem(value, "An option of to_json must be a text in quotes");
      return Optional.empty();
    }
    try {
      return Optional.of(SparkJson.checked(pattern.get()));
    } catch (IllegalArgumentException e) {
      call.problem(value, e.getMessage());
      return Optional.empty();
    }
  }
}
