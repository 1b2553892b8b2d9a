package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.CaseExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.RowConstructorContext;
import io.tweetlake.sql.grammar.PipelineParser.SubscriptContext;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The structs, arrays and maps that an expression gives, as far as they can be told without data.
 * Of numbers, texts and times only the kind is to be trusted, not the width.
 */
final class NestedTypes {
  /** Functions that give a value of their first argument's type. */
  private static final Set<String> LIKE_FIRST_ARGUMENT =
      Set.of(
          "any_value",
          "array_append",
          "array_compact",
          "array_distinct",
          "array_except",
          "array_insert",
          "array_intersect",
          "array_prepend",
          "array_remove",
          "array_sort",
          "array_union",
          "concat",
          "filter",
          "first",
          "first_value",
          "lag",
          "last",
          "last_value",
          "lead",
          "map_concat",
          "map_filter",
          "max",
          "max_by",
          "min",
          "min_by",
          "nth_value",
          "nullif",
          "reverse",
          "shuffle",
          "slice",
          "sort_array");

  private static final Set<String> ELEMENT_OF_FIRST_ARGUMENT =
      Set.of("array_max", "array_min", "element_at", "get", "try_element_at");

  private static final Set<String> ARRAY_OF_FIRST_ARGUMENT =
      Set.of("array", "array_agg", "array_repeat", "collect_list", "collect_set");

  private static final Set<String> FIRST_KNOWN = Set.of("coalesce", "ifnull", "nvl");

  private static final StructType MODEL_ANSWER =
      StructType.parse(
          "label STRING, score DOUBLE, p_neg DOUBLE, p_neu DOUBLE, p_pos DOUBLE, model_id STRING,"
              + " model_revision STRING, truncated BOOLEAN, scored_at TIMESTAMP, error STRING");

  private final Scope scope;

  NestedTypes(Scope scope) {
    this.scope = requireNonNull(scope, "scope is null");
  }

  Optional<DataType> of(ParseTree tree) {
    if (tree instanceof ParenthesizedExpressionContext parenthesized) {
      return of(parenthesized.expression());
    }
    if (tree instanceof CastContext cast) {
      return parsed(cast.dataType());
    }
    if (tree instanceof CastOperatorContext cast) {
      return parsed(cast.dataType());
    }
    if (tree instanceof CaseExpressionContext choice) {
      return firstKnown(choice.then);
    }
    if (tree instanceof RowConstructorContext row) {
      return struct(NestedFunctions.rowFields(row.expression()));
    }
    if (tree instanceof FunctionCallContext call) {
      return ofCall(call).or(() -> ofFamily(tree));
    }
    if (tree instanceof SubscriptContext subscript) {
      return of(subscript.value).flatMap(NestedTypes::element);
    }
    if (tree instanceof ColumnContext || tree instanceof DereferenceContext) {
      return ofReference((ParserRuleContext) tree);
    }
    return tree.getChildCount() == 1 && tree.getChild(0) instanceof ParserRuleContext
        ? of(tree.getChild(0))
        : ofFamily(tree);
  }

  /** What an array holds, or a map under its keys. */
  static Optional<DataType> element(DataType type) {
    if (type instanceof ArrayType array) {
      return Optional.of(array.element());
    }
    return type instanceof MapType map ? Optional.of(map.value()) : Optional.empty();
  }

  /** The entries of a map as structs. */
  static StructType entry(MapType map) {
    return StructType.of(Field.of("key", map.key()), Field.of("value", map.value()));
  }

  private Optional<DataType> ofReference(ParserRuleContext reference) {
    Optional<List<String>> path = ReferenceTranslator.path(reference);
    if (path.isPresent()) {
      return scope.typeOf(path.get());
    }
    DereferenceContext step = (DereferenceContext) reference;
    return of(step.base).flatMap(type -> FieldAccess.type(type, List.of(Text.name(step.field))));
  }

  private static Optional<DataType> parsed(DataTypeContext type) {
    try {
      return Optional.of(DataType.parse(type.getText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<DataType> firstKnown(List<ExpressionContext> choices) {
    return choices.stream().map(this::of).flatMap(Optional::stream).findFirst();
  }

  /** Stands for all types of its kind; nothing is told of what is within. */
  private Optional<DataType> ofFamily(ParseTree tree) {
    return new TypeInference(scope)
        .of(tree)
        .flatMap(
            family ->
                switch (family) {
                  case ARRAY, INTERVAL, MAP, STRUCT -> Optional.empty();
                  case BINARY -> Optional.of(PrimitiveType.BINARY);
                  case BOOLEAN -> Optional.of(PrimitiveType.BOOLEAN);
                  case NUMBER -> Optional.of(PrimitiveType.DOUBLE);
                  case TEXT -> Optional.of(PrimitiveType.STRING);
                  case TIME -> Optional.of(PrimitiveType.TIMESTAMP);
                });
  }

  private Optional<DataType> ofCall(FunctionCallContext call) {
    String name = FunctionCalls.name(call);
    List<ExpressionContext> arguments = FunctionCalls.arguments(call, scope);
    if (name.equals("struct")) {
      return struct(NestedFunctions.fields(call, scope));
    }
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals("if") || name.equals("iff")) {
      return firstKnown(arguments.subList(1, arguments.size()));
    }
    if (FIRST_KNOWN.contains(name) || ARRAY_OF_FIRST_ARGUMENT.contains(name)) {
      Optional<DataType> first = firstKnown(arguments);
      return FIRST_KNOWN.contains(name) ? first : first.map(ArrayType::new);
    }
    if (LIKE_FIRST_ARGUMENT.contains(name)) {
      return of(arguments.get(0));
    }
    if (ELEMENT_OF_FIRST_ARGUMENT.contains(name)) {
      return of(arguments.get(0)).flatMap(NestedTypes::element);
    }
    return switch (name) {
      case "ai_query" -> Optional.of(MODEL_ANSWER);
      case "arrays_zip" -> zipped(arguments);
      case "flatten" -> of(arguments.get(0)).flatMap(NestedTypes::element);
      case "from_json" -> FromJson.type(arguments);
      case "variant_get", "try_variant_get" -> VariantFunctions.type(arguments);
      case "map" -> map(arguments);
      case "map_entries" -> of(arguments.get(0)).flatMap(NestedTypes::entries);
      case "map_keys" ->
          of(arguments.get(0))
              .flatMap(type -> type instanceof MapType map ? array(map.key()) : Optional.empty());
      case "map_values" ->
          of(arguments.get(0))
              .flatMap(type -> type instanceof MapType map ? array(map.value()) : Optional.empty());
      case "named_struct" -> named(arguments);
      case "split" -> array(PrimitiveType.STRING);
      case "transform" -> transformed(arguments);
      default -> Optional.empty();
    };
  }

  private static Optional<DataType> array(DataType element) {
    return Optional.of(new ArrayType(element));
  }

  private static Optional<DataType> entries(DataType type) {
    return type instanceof MapType map ? array(entry(map)) : Optional.empty();
  }

  private Optional<DataType> map(List<ExpressionContext> arguments) {
    return arguments.size() < 2
        ? Optional.empty()
        : of(arguments.get(0))
            .flatMap(key -> of(arguments.get(1)).map(value -> new MapType(key, value)));
  }

  private Optional<DataType> named(List<ExpressionContext> arguments) {
    List<NestedFunctions.Field> fields = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      Optional<String> name = Literals.text(arguments.get(i));
      if (name.isEmpty()) {
        return Optional.empty();
      }
      fields.add(new NestedFunctions.Field(name.get(), arguments.get(i + 1)));
    }
    return struct(fields);
  }

  private Optional<DataType> struct(List<NestedFunctions.Field> fields) {
    List<Field> types = new ArrayList<>();
    for (NestedFunctions.Field field : fields) {
      Optional<DataType> type = of(field.value());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      types.add(Field.of(field.name(), type.get()));
    }
    return Optional.of(new StructType(types));
  }

  private Optional<DataType> zipped(List<ExpressionContext> arrays) {
    List<Field> fields = new ArrayList<>();
    for (ExpressionContext array : arrays) {
      Optional<DataType> element = of(array).flatMap(NestedTypes::element);
      if (element.isEmpty()) {
        return Optional.empty();
      }
      String name = NestedFunctions.columnName(array).orElse(String.valueOf(fields.size()));
      fields.add(Field.of(name, element.get()));
    }
    return array(new StructType(fields));
  }

  private Optional<DataType> transformed(List<ExpressionContext> arguments) {
    Optional<LambdaContext> lambda =
        arguments.size() == 2 ? NestedFunctions.lambda(arguments.get(1)) : Optional.empty();
    Optional<DataType> element = of(arguments.get(0)).flatMap(NestedTypes::element);
    if (lambda.isEmpty()) {
      return Optional.empty();
    }
    Scope inner = new Scope(Optional.of(scope));
    List<String> names = Text.names(lambda.get().identifier());
    inner.addVariable(names.get(0), Text.quoted(names.get(0)), element);
    names.stream()
        .skip(1)
        .forEach(
            name -> inner.addVariable(name, Text.quoted(name), Optional.of(PrimitiveType.INTEGER)));
    return new NestedTypes(inner).of(lambda.get().expression()).map(ArrayType::new);
  }
}
