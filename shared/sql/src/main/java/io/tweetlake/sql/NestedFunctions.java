package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Structs, maps, JSON and functions that take a lambda. */
final class NestedFunctions {
  static final Map<String, Handler> HANDLERS = handlers();

  private NestedFunctions() {}

  private static Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    handlers.put("struct", NestedFunctions::struct);
    handlers.put("named_struct", NestedFunctions::namedStruct);
    handlers.put("map", NestedFunctions::map);
    handlers.put("sequence", NestedFunctions::sequence);
    handlers.put("from_json", FromJson::translate);
    handlers.put("schema_of_json", FromJson::schemaOf);
    handlers.put("to_json", ToJson::translate);
    handlers.put("map_concat", NestedFunctions::mapConcat);
    handlers.put("array_sort", NestedFunctions::arraySort);
    handlers.put("get_json_object", NestedFunctions::jsonObject);
    handlers.put("arrays_zip", NestedFunctions::arraysZip);
    handlers.put("transform", NestedFunctions::transform);
    handlers.put("filter", NestedFunctions::filter);
    handlers.put("exists", NestedFunctions::exists);
    handlers.put("forall", NestedFunctions::forall);
    handlers.put("aggregate", NestedFunctions::aggregate);
    handlers.put("reduce", NestedFunctions::aggregate);
    handlers.put("zip_with", NestedFunctions::zipWith);
    handlers.put("map_filter", NestedFunctions::mapFilter);
    handlers.put("map_zip_with", NestedFunctions::mapZipWith);
    handlers.put("transform_keys", call -> transformMap(call, true));
    handlers.put("transform_values", call -> transformMap(call, false));
    Generators.NAMES.forEach(name -> handlers.put(name, Generators::within));
    return handlers;
  }

  /** A field of a struct that is made. */
  record Field(String name, ExpressionContext value) {}

  private static String struct(Call call) {
    return struct(call.translator(), fields(call.context(), call.translator().scope()));
  }

  /** A struct of values in parentheses. */
  static String row(ExpressionTranslator translator, List<ExpressionContext> values) {
    return struct(translator, rowFields(values));
  }

  static List<Field> rowFields(List<ExpressionContext> values) {
    List<Field> fields = new ArrayList<>();
    for (ExpressionContext value : values) {
      fields.add(field(value, fields.size()));
    }
    return fields;
  }

  /** Fields with the names that are given or those of the columns that they are, else col1, ... */
  static List<Field> fields(FunctionCallContext call, Scope scope) {
    List<Field> fields = new ArrayList<>();
    for (FunctionArgumentContext argument : StarArguments.expand(call, scope).orElse(List.of())) {
      fields.add(
          argument.alias == null
              ? field(argument.expression(), fields.size())
              : new Field(Text.name(argument.alias), argument.expression()));
    }
    return fields;
  }

  private static Field field(ExpressionContext value, int index) {
    return new Field(columnName(value).orElse("col" + (index + 1)), value);
  }

  private static String struct(ExpressionTranslator translator, List<Field> fields) {
    return fields.stream()
        .map(field -> Text.quoted(field.name()) + " := " + translator.translate(field.value()))
        .collect(Collectors.joining(", ", "struct_pack(", ")"));
  }

  /** The last name of {@code a.b.c}. */
  static Optional<String> columnName(ParserRuleContext expression) {
    return ReferenceTranslator.pathOf(expression).map(path -> path.get(path.size() - 1));
  }

  /** Of several values as of a struct of them. */
  static String hash(Call call, String macro) {
    if (!call.takes(1, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<String> fields = new ArrayList<>();
    for (String value : call.values()) {
      fields.add("c" + fields.size() + " := " + value);
    }
    return macro + "(struct_pack(" + String.join(", ", fields) + "))";
  }

  private static String namedStruct(Call call) {
    return namedFields(call).map(fields -> struct(call.translator(), fields)).orElse("NULL");
  }

  /** The fields of {@code named_struct}; empty after a problem. */
  static Optional<List<Field>> namedFields(Call call) {
    if (call.size() % 2 != 0) {
      call.problem("Cannot call named_struct: it takes names and values in turn");
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < call.size(); i += 2) {
      Optional<String> name = call.text(i);
      if (name.isEmpty()) {
        call.problem(call.argument(i), "A name of named_struct must be a text in quotes");
        return Optional.empty();
      }
      fields.add(new Field(name.get(), call.argument(i + 1)));
    }
    return Optional.of(fields);
  }

  private static String map(Call call) {
    if (call.size() % 2 != 0) {
      return call.problem("Cannot call map: it takes keys and values in turn");
    }
    List<ExpressionContext> arguments = call.arguments();
    List<List<String>> parts =
        IntStream.range(0, 2)
            .mapToObj(
                part ->
                    IntStream.range(0, arguments.size() / 2)
                        .mapToObj(i -> arguments.get(2 * i + part))
                        .toList())
            .map(values -> Choices.translate(call.translator(), values))
            .toList();
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < arguments.size() / 2; i++) {
      entries.add(parts.get(0).get(i) + ": " + parts.get(1).get(i));
    }
    return "MAP {" + String.join(", ", entries) + "}";
  }

  /** Through entries, since a key may come once only. */
  private static String mapConcat(Call call) {
    return call.values().stream()
        .map(map -> "map_entries(" + map + ")")
        .collect(Collectors.joining(" || ", "map_from_entries(", ")"));
  }

  /** {@code $['a']} is DuckDB's {@code $."a"}. */
  private static String jsonObject(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    ArgumentTypes.requireTexts(call, call.arguments().subList(0, 1));
    Optional<String> path = call.text(1);
    if (path.filter(text -> text.contains("*")).isPresent()) {
      return call.problem(call.argument(1), "Unsupported path with *: use from_json and a list");
    }
    if (path.isPresent() && !JsonPaths.isPath(path.get())) {
      return "CAST(NULL AS VARCHAR)";
    }
    String duckdb =
        path.map(text -> Text.literal(JsonPaths.toDuckDb(text))).orElseGet(() -> call.value(1));
    return "spark_get_json_object(" + call.value(0) + ", " + duckdb + ")";
  }

  /** Of dates and times without a step, day by day, in either direction. */
  private static String sequence(Call call) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    call.translator().noteUnlessKnown(call.argument(0));
    boolean times =
        call.translator().family(call.argument(0)).filter(TypeFamily.TIME::equals).isPresent();
    return times && call.size() == 2
        ? MacroCalls.call("spark_days", call.values())
        : call.call("spark_sequence");
  }

  private static String arraysZip(Call call) {
    if (call.size() == 0) {
      return "[]";
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      String name = columnName(call.argument(i)).orElse(String.valueOf(i));
      fields.add(Text.quoted(name) + " := z[" + (i + 1) + "]");
    }
    String nothing =
        IntStream.range(0, call.size())
            .mapToObj(i -> call.operand(i) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    return "CASE WHEN "
        + nothing
        + " THEN NULL ELSE list_transform("
        + call.call("list_zip")
        + ", lambda z: struct_pack("
        + String.join(", ", fields)
        + ")) END";
  }

  // ---- lambdas

  static Optional<LambdaContext> lambda(ExpressionContext argument) {
    ParseTree tree = argument;
    while (!(tree instanceof LambdaContext) && tree.getChildCount() == 1) {
      tree = tree.getChild(0);
    }
    return tree instanceof LambdaContext lambda ? Optional.of(lambda) : Optional.empty();
  }

  private static Optional<String> lambda(
      Call call, int index, int minNames, int maxNames, List<Optional<DataType>> types) {
    Optional<LambdaContext> lambda =
        lambda(call.argument(index))
            .filter(
                found ->
                    found.identifier().size() >= minNames && found.identifier().size() <= maxNames);
    if (lambda.isEmpty()) {
      call.problem(
          call.argument(index),
          "Argument "
              + (index + 1)
              + " of "
              + call.name()
              + " must be a lambda such as "
              + (minNames == 2 ? "(x, y) -> x + y" : "x -> x + 1"));
      return Optional.empty();
    }
    List<String> values = new ArrayList<>(Text.names(lambda.get().identifier()));
    if (minNames == 1 && values.size() == 2) {
      values.set(1, "CAST(" + Text.quoted(values.get(1)) + " - 1 AS INTEGER)");
    }
    return Optional.of(call.translator().lambda(lambda.get(), values, types));
  }

  private static Optional<DataType> element(Call call, int index) {
    return call.type(index).flatMap(NestedTypes::element);
  }

  private static String transform(Call call) {
    return call.takes(2, 2) ? listCall(call, "list_transform") : "NULL";
  }

  private static String filter(Call call) {
    return call.takes(2, 2) ? listCall(call, "list_filter") : "NULL";
  }

  private static String listCall(Call call, String function) {
    return lambda(call, 1, 1, 2, List.of(element(call, 0), Optional.of(PrimitiveType.INTEGER)))
        .map(lambda -> function + "(" + call.value(0) + ", " + lambda + ")")
        .orElse("NULL");
  }

  /** True where one is true, else NULL where one is NULL. */
  private static String exists(Call call) {
    return call.takes(2, 2) ? "spark_any(" + listCall(call, "list_transform") + ")" : "NULL";
  }

  private static String forall(Call call) {
    return call.takes(2, 2) ? "spark_every(" + listCall(call, "list_transform") + ")" : "NULL";
  }

  private static String aggregate(Call call) {
    if (!call.takes(3, 4)) {
      return "NULL";
    }
    Optional<String> merge = lambda(call, 2, 2, 2, List.of(call.type(1), element(call, 0)));
    if (merge.isEmpty()) {
      return "NULL";
    }
    String reduced =
        "list_reduce(" + call.value(0) + ", " + merge.get() + ", " + call.value(1) + ")";
    if (call.size() == 3) {
      return reduced;
    }
    return lambda(call, 3, 1, 1, List.of(call.type(1)))
        .map(finish -> "list_transform([" + reduced + "], " + finish + ")[1]")
        .orElse("NULL");
  }

  /** With a comparator, each element goes behind those that are not greater. */
  private static String arraySort(Call call) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    if (call.size() == 1) {
      return call.call("spark_array_sort");
    }
    Optional<LambdaContext> comparator = lambda(call.argument(1));
    if (comparator.filter(lambda -> lambda.identifier().size() == 2).isEmpty()) {
      return call.problem(
          call.argument(1), "Argument 2 of array_sort must be a lambda such as (x, y) -> x - y");
    }
    Optional<DataType> element = element(call, 0);
    String order =
        call.translator()
            .lambdaBody(comparator.get(), List.of("e", "added[1]"), List.of(element, element));
    String before = "len(list_filter(sorted, lambda e: (" + order + ") <= 0))";
    return "list_reduce(list_transform("
        + call.value(0)
        + ", lambda e: [e]), lambda sorted, added: list_concat(list_concat(sorted[1:"
        + before
        + "], added), sorted["
        + before
        + " + 1:]), "
        + call.value(0)
        + "[1:0])";
  }

  private static String zipWith(Call call) {
    if (!call.takes(3, 3)) {
      return "NULL";
    }
    Optional<LambdaContext> lambda =
        lambda(call.argument(2)).filter(found -> found.identifier().size() == 2);
    if (lambda.isEmpty()) {
      return call.problem(
          call.argument(2), "Argument 3 of zip_with must be a lambda such as (x, y) -> x + y");
    }
    String body =
        call.translator()
            .lambdaBody(
                lambda.get(), List.of("z[1]", "z[2]"), List.of(element(call, 0), element(call, 1)));
    return "list_transform(list_zip("
        + call.value(0)
        + ", "
        + call.value(1)
        + "), lambda z: "
        + body
        + ")";
  }

  private static String mapFilter(Call call) {
    return entries(call)
        .map(
            body ->
                "map_from_entries(list_filter(map_entries("
                    + call.value(0)
                    + "), lambda z: "
                    + body
                    + "))")
        .orElse("NULL");
  }

  /** Of each key of one map or the other, what a lambda makes of it and of both values. */
  private static String mapZipWith(Call call) {
    if (!call.takes(3, 3)) {
      return "NULL";
    }
    Optional<LambdaContext> lambda =
        lambda(call.argument(2)).filter(found -> found.identifier().size() == 3);
    if (lambda.isEmpty()) {
      return call.problem(
          call.argument(2),
          "Argument 3 of map_zip_with must be a lambda such as (k, v1, v2) -> v1 + v2");
    }
    String body =
        call.translator()
            .lambdaBody(
                lambda.get(),
                List.of("z", call.operand(0) + "[z]", call.operand(1) + "[z]"),
                List.of());
    return "map_from_entries(list_transform(spark_array_union(map_keys("
        + call.value(0)
        + "), map_keys("
        + call.value(1)
        + ")), lambda z: struct_pack(\"key\" := z, \"value\" := "
        + body
        + ")))";
  }

  private static String transformMap(Call call, boolean keys) {
    return entries(call)
        .map(
            body ->
                "map_from_entries(list_transform(map_entries("
                    + call.value(0)
                    + "), lambda z: struct_pack(\"key\" := "
                    + (keys ? body : "z.key")
                    + ", \"value\" := "
                    + (keys ? "z.value" : body)
                    + ")))")
        .orElse("NULL");
  }

  private static Optional<String> entries(Call call) {
    if (!call.takes(2, 2)) {
      return Optional.empty();
    }
    Optional<LambdaContext> lambda =
        lambda(call.argument(1)).filter(found -> found.identifier().size() == 2);
    if (lambda.isEmpty()) {
      call.problem(
          call.argument(1),
          "Argument 2 of " + call.name() + " must be a lambda such as (k, v) -> v");
      return Optional.empty();
    }
    Optional<MapType> map = call.type(0).filter(MapType.class::isInstance).map(MapType.class::cast);
    return Optional.of(
        call.translator()
            .lambdaBody(
                lambda.get(),
                List.of("z.key", "z.value"),
                List.of(map.map(MapType::key), map.map(MapType::value))));
  }
}
