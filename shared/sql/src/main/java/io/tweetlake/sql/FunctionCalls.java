package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineLexer;
import io.tweetlake.sql.grammar.PipelineParser.ComparisonContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.FrameBoundContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.PredicatedContext;
import io.tweetlake.sql.grammar.PipelineParser.SortItemContext;
import io.tweetlake.sql.grammar.PipelineParser.WindowFrameContext;
import io.tweetlake.sql.grammar.PipelineParser.WindowSpecificationContext;
import io.tweetlake.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** Calls of functions, with what aggregates and windows add to them. */
final class FunctionCalls {
  /** Of type INT, where DuckDB's are BIGINT. */
  private static final Set<String> RANKS = Set.of("dense_rank", "ntile", "rank", "row_number");

  private FunctionCalls() {}

  static String name(FunctionCallContext call) {
    return Text.lower(call.function.getText().replace("`", ""));
  }

  /** The arguments, with columns in the place of {@code *} as far as they are known. */
  static List<ExpressionContext> arguments(FunctionCallContext call, Scope scope) {
    return StarArguments.expand(call, scope)
        .map(arguments -> arguments.stream().map(FunctionArgumentContext::expression).toList())
        .orElse(List.of());
  }

  static List<ExpressionContext> arguments(FunctionCallContext call) {
    return call.functionArgument().stream().map(FunctionArgumentContext::expression).toList();
  }

  static String translate(ExpressionTranslator translator, FunctionCallContext call) {
    String name = name(call);
    UnrepeatableCalls.check(translator.queries(), call, name, call.functionArgument().size());
    for (FunctionArgumentContext argument : call.functionArgument()) {
      if (argument.name != null) {
        return translator.problem(argument, "Unsupported named argument of " + name);
      }
      if (argument.alias != null && !name.equals("struct")) {
        String missing = argument.AS() == null ? ": is a comma missing before it?" : "";
        return translator.problem(
            argument.alias, "Cannot give an argument of " + name + " a name" + missing);
      }
    }
    if (StarArguments.in(call) && StarArguments.expand(call, translator.scope()).isEmpty()) {
      return withoutColumns(translator, call);
    }
    boolean aggregate = Functions.isAggregate(name);
    if (!aggregate && (call.FILTER() != null || call.setQuantifier() != null)) {
      return translator.problem(
          call, "Cannot use DISTINCT or FILTER with " + name + ": it is not an aggregate");
    }
    Optional<SparkFunction> function = Functions.find(name);
    if (function.isEmpty()) {
      return translator.problem(call.function, "Unknown function " + name + hint(name));
    }
    if (function.get().isWritten()) {
      ArgumentTypes.check(new Call(translator, call, name), function.get());
      return SpecialFunctions.translate(translator, call, name);
    }
    List<ExpressionContext> arguments = arguments(call, translator.scope());
    int count = arguments.size();
    if (!function.get().takes(count)) {
      return translator.problem(
          call.function,
          "Cannot call " + name + ": it takes " + function.get().arity() + ", not " + count);
    }
    if (function.get().kind() == SparkFunction.Kind.WINDOW && call.OVER() == null) {
      return translator.problem(call, "Cannot call " + name + " without OVER (...)");
    }
    ArgumentTypes.check(new Call(translator, call, name), function.get());
    if (function.get().kind() == SparkFunction.Kind.SCALAR) {
      return scalar(translator, function.get(), arguments);
    }
    List<String> values =
        arguments.stream()
            .map(
                argument ->
                    function.get().takes() == SparkFunction.Arguments.NUMBERS
                        ? number(translator, argument)
                        : translator.translate(argument))
            .toList();
    return aggregate(
        translator,
        call,
        function.get().duckdb(),
        withDefault(translator, function.get(), arguments, values),
        Optional.empty());
  }

  /** Of {@code lag} and {@code lead} of whole numbers, a default that is a fraction is cut off. */
  private static List<String> withDefault(
      ExpressionTranslator translator,
      SparkFunction function,
      List<ExpressionContext> arguments,
      List<String> values) {
    if (function.kind() != SparkFunction.Kind.WINDOW || arguments.size() != 3) {
      return values;
    }
    Optional<DataType> type = translator.exactType(arguments.get(0)).filter(NumberTypes::isWhole);
    boolean fraction =
        translator
            .exactType(arguments.get(2))
            .filter(t -> NumberTypes.isNumber(t) && !NumberTypes.isWhole(t))
            .isPresent();
    return type.isPresent() && fraction
        ? List.of(
            values.get(0),
            values.get(1),
            Casts.cast(values.get(2), type.get().ddl(), !translator.queries().settings().ansi()))
        : values;
  }

  /** The update translates again, when the columns are known that a star stands for. */
  private static String withoutColumns(ExpressionTranslator translator, FunctionCallContext call) {
    if (translator.queries().sources().typesAreFound()) {
      return translator.problem(
          call, "Cannot tell which columns * stands for in " + name(call) + ": name them");
    }
    translator.queries().sources().dependsOnTypes();
    return ExpressionTranslator.FAILED;
  }

  private static String hint(String name) {
    return NearestName.of(name, Functions.names())
        .map(near -> "; did you mean " + near + "?")
        .orElse(
            name.contains(".")
                ? ": functions of a catalog are not known here; write out what it computes"
                : ": there are the functions of Spark SQL, and ai_query('model', text) for a model");
  }

  /** A call of a function that is written in words, such as {@code substring(x FROM 2)}. */
  static String scalar(
      ExpressionTranslator translator, String name, List<? extends ParserRuleContext> arguments) {
    return scalar(translator, Functions.find(name).orElseThrow(), arguments);
  }

  private static String scalar(
      ExpressionTranslator translator,
      SparkFunction function,
      List<? extends ParserRuleContext> arguments) {
    boolean bytes =
        function.takes() == SparkFunction.Arguments.BYTES && isBinary(translator, arguments.get(0));
    if (function.readsTexts()) {
      translator.noteUnlessKnown(arguments.get(0));
    }
    List<String> values = new ArrayList<>();
    for (ParserRuleContext argument : arguments) {
      values.add(
          switch (function.takes()) {
            case NUMBERS -> number(translator, argument);
            case TEXTS, BYTES ->
                !bytes && (values.isEmpty() || isBinary(translator, argument))
                    ? translator.text(argument)
                    : translator.translate(argument);
            default -> translator.translate(argument);
          });
    }
    return MacroCalls.call(bytes ? function.ofBytes() : function.duckdb(), values);
  }

  private static boolean isBinary(ExpressionTranslator translator, ParserRuleContext argument) {
    return translator.family(argument).filter(TypeFamily.BINARY::equals).isPresent();
  }

  /** An argument, which is read as a number where it is a text. */
  static String number(ExpressionTranslator translator, ParserRuleContext argument) {
    boolean known = translator.family(argument).filter(TypeFamily.NUMBER::equals).isPresent();
    translator.noteUnlessKnown(argument);
    return known ? translator.translate(argument) : translator.call("spark_number", argument);
  }

  /**
   * @param values DuckDB's arguments
   * @param condition which rows count, besides the call's own FILTER
   */
  static String aggregate(
      ExpressionTranslator translator,
      FunctionCallContext call,
      String function,
      List<String> values,
      Optional<String> condition) {
    StringBuilder sql = new StringBuilder(function).append('(');
    if (call.setQuantifier() != null && call.setQuantifier().DISTINCT() != null) {
      sql.append("DISTINCT ");
    }
    sql.append(String.join(", ", values));
    boolean ordersArguments = call.WITHIN() != null && function.equals("string_agg");
    if (ordersArguments) {
      sql.append(" ORDER BY ").append(sortItem(translator, call.sortItem()));
    }
    if (call.nulls != null && !function.equals("first") && !function.equals("last")) {
      sql.append(' ').append(call.nulls.getText().toUpperCase(Locale.ROOT)).append(" NULLS");
    }
    sql.append(')');
    if (call.WITHIN() != null && !ordersArguments) {
      SortItemContext item = call.sortItem();
      // Spark's percentiles are DOUBLE, whatever they are of
      sql.append(" WITHIN GROUP (ORDER BY CAST(")
          .append(translator.translate(item.expression()))
          .append(" AS DOUBLE)")
          .append(direction(item.direction, item.nullOrder))
          .append(')');
    }
    List<String> conditions = new ArrayList<>();
    condition.ifPresent(conditions::add);
    if (call.filter != null) {
      conditions.add(translator.condition(call.filter));
    }
    if (!conditions.isEmpty()) {
      String where =
          conditions.size() == 1
              ? conditions.get(0)
              : conditions.stream().map(c -> "(" + c + ")").collect(Collectors.joining(" AND "));
      sql.append(" FILTER (WHERE ").append(where).append(')');
    }
    String result = sql + over(translator, call);
    return RANKS.contains(function) && !isCompared(call)
        ? "CAST(" + result + " AS INTEGER)"
        : result;
  }

  /** Beside a comparison DuckDB looks for ranks as they are, to sort no more than it must. */
  private static boolean isCompared(FunctionCallContext call) {
    ParserRuleContext tree = call;
    while (tree.getParent() != null
        && tree.getParent().getChildCount() == 1
        && !(tree.getParent() instanceof ExpressionItemContext)) {
      tree = tree.getParent();
    }
    return tree.getParent() instanceof ComparisonContext
        || tree.getParent() instanceof PredicatedContext;
  }

  static String over(ExpressionTranslator translator, FunctionCallContext call) {
    if (call.OVER() == null) {
      return "";
    }
    return call.window != null
        ? " OVER " + Text.quoted(Text.name(call.window))
        : " OVER " + window(translator, call.windowSpecification());
  }

  static String window(ExpressionTranslator translator, WindowSpecificationContext window) {
    List<String> parts = new ArrayList<>();
    if (window.base != null) {
      parts.add(Text.quoted(Text.name(window.base)));
    }
    if (!window.partition.isEmpty()) {
      parts.add(
          "PARTITION BY "
              + window.partition.stream()
                  .map(translator::translate)
                  .collect(Collectors.joining(", ")));
    }
    if (!window.sortItem().isEmpty()) {
      parts.add(orderBy(translator, window.sortItem()));
    }
    if (window.windowFrame() != null) {
      parts.add(frame(translator, window.windowFrame()));
    }
    return "(" + String.join(" ", parts) + ")";
  }

  private static String frame(ExpressionTranslator translator, WindowFrameContext frame) {
    String unit = frame.unit.getText().toUpperCase(Locale.ROOT) + " ";
    return frame.to == null
        ? unit + bound(translator, frame.from)
        : unit + "BETWEEN " + bound(translator, frame.from) + " AND " + bound(translator, frame.to);
  }

  private static String bound(ExpressionTranslator translator, FrameBoundContext bound) {
    List<String> words = new ArrayList<>();
    for (ParseTree child : bound.children) {
      words.add(
          child instanceof ExpressionContext expression
              ? translator.operand(expression)
              : child.getText().toUpperCase(Locale.ROOT));
    }
    return String.join(" ", words);
  }

  static String orderBy(ExpressionTranslator translator, List<SortItemContext> items) {
    return "ORDER BY "
        + items.stream().map(item -> sortItem(translator, item)).collect(Collectors.joining(", "));
  }

  static String sortItem(ExpressionTranslator translator, SortItemContext item) {
    return translator.translate(item.expression()) + direction(item.direction, item.nullOrder);
  }

  /** Spark puts NULL before everything else; DuckDB last. */
  static String direction(Token direction, Token nullOrder) {
    boolean descending = direction != null && direction.getType() == PipelineLexer.DESC;
    boolean first = nullOrder == null ? !descending : nullOrder.getType() == PipelineLexer.FIRST;
    return (descending ? " DESC" : " ASC") + (first ? " NULLS FIRST" : " NULLS LAST");
  }
}
