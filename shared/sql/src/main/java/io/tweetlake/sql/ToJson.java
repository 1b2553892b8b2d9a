package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code to_json}: structs and lists that are made on the spot are written value by value, since
 * only so each value's type is known; a macro writes the others.
 */
final class ToJson {
  private ToJson() {}

  static String translate(Call call) {
    if (call.size() == 2) {
      return call.problem(
          call.argument(1),
          "Unsupported options of to_json: format dates with date_format where the struct is made");
    }
    return call.takes(1, 1) ? json(call.translator(), call.argument(0)) : "NULL";
  }

  private static String json(ExpressionTranslator translator, ExpressionContext value) {
    if (Literals.isNull(value)) {
      return "CAST(NULL AS VARCHAR)";
    }
    Optional<FunctionCallContext> maker = Literals.call(value);
    String name = maker.map(FunctionCalls::name).orElse("");
    if (name.equals("struct")) {
      return struct(translator, NestedFunctions.fields(maker.get()));
    }
    if (name.equals("named_struct")) {
      Optional<List<NestedFunctions.Field>> fields =
          NestedFunctions.namedFields(new Call(translator, maker.get(), name));
      return fields.map(list -> struct(translator, list)).orElse("NULL");
    }
    if (name.equals("array")) {
      List<String> elements = new ArrayList<>();
      for (ExpressionContext element : FunctionCalls.arguments(maker.get())) {
        elements.add("coalesce(" + json(translator, element) + ", 'null')");
      }
      return "('[' || concat_ws(','" + joined(elements) + ") || ']')";
    }
    return "spark_json(" + translator.translate(value) + ")";
  }

  /** Fields that are NULL are left out, as Spark does. */
  private static String struct(
      ExpressionTranslator translator, List<NestedFunctions.Field> fields) {
    List<String> members = new ArrayList<>();
    for (NestedFunctions.Field field : fields) {
      String key = "\"" + field.name().replace("\\", "\\\\").replace("\"", "\\\"") + "\":";
      members.add(Text.literal(key) + " || " + json(translator, field.value()));
    }
    return "('{' || concat_ws(','" + joined(members) + ") || '}')";
  }

  private static String joined(List<String> values) {
    return values.isEmpty() ? ", NULL" : ", " + String.join(", ", values);
  }
}
