package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VARIANT, which is JSON here: a value that is known to be it, or a text in a column. */
final class VariantFunctions {
  static final Map<String, Handler> HANDLERS =
      Map.of(
          "variant_get", call -> get(call, !call.translator().queries().settings().ansi()),
          "try_variant_get", call -> get(call, true));

  private static final Set<DataType> WHOLE_NUMBERS =
      Set.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

  private VariantFunctions() {}

  private static String get(Call call, boolean lenient) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    String element =
        "json_extract("
            + call.value(0)
            + ", "
            + call.text(1)
                .map(path -> Text.literal(JsonPaths.toDuckDb(path)))
                .orElseGet(() -> call.value(1))
            + ")";
    if (call.size() == 2) {
      return element;
    }
    Optional<String> name = call.text(2);
    if (name.isEmpty()) {
      return call.problem(
          call.argument(2), "The type of " + call.name() + " must be a text in quotes");
    }
    try {
      DataType type = DataType.parse(name.get());
      if (!(type instanceof PrimitiveType) && !(type instanceof DecimalType)) {
        return FromJson.value(call, element, type);
      }
      String text =
          WHOLE_NUMBERS.contains(type)
              ? "spark_variant_number(" + element + ")"
              : "spark_variant_text(" + element + ")";
      return Casts.cast(text, name.get(), lenient);
    } catch (IllegalArgumentException e) {
      return call.problem(call.argument(2), e.getMessage());
    }
  }

  /** What {@link #get} gives, where its type is written out. */
  static Optional<DataType> type(List<ExpressionContext> arguments) {
    try {
      return arguments.size() < 3
          ? Optional.empty()
          : Literals.text(arguments.get(2)).map(DataType::parse);
    } catch (IllegalArgumentException e) {
      // told where it is translated
      return Optional.empty();
    }
  }
}
