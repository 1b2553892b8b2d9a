package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * What is kept of an aggregate between updates.
 *
 * @param columns that hold it
 * @param partial what new rows give, column by column
 * @param merged the columns of the stored and the new part joined, column by column
 * @param result the aggregate's value, from the merged columns
 */
record AggregateState(
    List<String> columns, List<String> partial, List<String> merged, String result) {
  /** Aggregates whose value is all that is needed, with the one that merges values. */
  private static final Map<String, String> MERGED_BY_ITSELF =
      Map.ofEntries(
          Map.entry("any_value", "any_value"),
          Map.entry("min", "min"),
          Map.entry("max", "max"),
          Map.entry("bool_and", "bool_and"),
          Map.entry("every", "bool_and"),
          Map.entry("bool_or", "bool_or"),
          Map.entry("any", "bool_or"),
          Map.entry("some", "bool_or"),
          Map.entry("bit_and", "bit_and"),
          Map.entry("bit_or", "bit_or"),
          Map.entry("bit_xor", "bit_xor"));

  private static final Set<String> INDIFFERENT_TO_DISTINCT =
      Set.of("min", "max", "bool_and", "bool_or", "any", "some", "every", "any_value");

  /** The state of an aggregate whose own column is enough. */
  static Optional<AggregateState> ofColumn(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    return value(expressions, call, column);
  }

  /** The state of an aggregate that is part of an expression or needs more than its value. */
  static Optional<AggregateState> hidden(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    Optional<AggregateState> value = value(expressions, call, column);
    if (value.isPresent()) {
      return value;
    }
    if (isDistinct(call)) {
      return Optional.empty();
    }
    if (FunctionCalls.arguments(call).size() < argumentsOf(FunctionCalls.name(call))) {
      // tells what is missing
      return Optional.of(
          new AggregateState(List.of(), List.of(), List.of(), expressions.translate(call)));
    }
    return switch (FunctionCalls.name(call)) {
      case "avg", "mean" -> Optional.of(average(expressions, call, column));
      case "approx_count_distinct" -> Optional.of(distinctEstimate(expressions, call, column));
      case "max_by", "min_by" -> Optional.of(extremeBy(expressions, call, column));
      default -> Optional.empty();
    };
  }

  private static int argumentsOf(String function) {
    return switch (function) {
      case "avg", "mean", "approx_count_distinct" -> 1;
      case "max_by", "min_by" -> 2;
      default -> 0;
    };
  }

  private static Optional<AggregateState> value(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    String name = FunctionCalls.name(call);
    String quoted = Text.quoted(column);
    Optional<String> merged;
    if (isDistinct(call) && !INDIFFERENT_TO_DISTINCT.contains(name)) {
      return Optional.empty();
    } else if (name.equals("count") || name.equals("count_if")) {
      merged = Optional.of("CAST(coalesce(sum(" + quoted + "), 0) AS BIGINT)");
    } else if (name.equals("sum")) {
      // the sum's own type, which DuckDB widens to 38 digits
      merged = Optional.of("cast_to_type(sum(" + quoted + "), max(" + quoted + "))");
    } else {
      merged =
          Optional.ofNullable(MERGED_BY_ITSELF.get(name)).map(merge -> merge + "(" + quoted + ")");
    }
    return merged.map(
        sql ->
            new AggregateState(
                List.of(column), List.of(expressions.translate(call)), List.of(sql), sql));
  }

  private static boolean isDistinct(FunctionCallContext call) {
    return call.setQuantifier() != null && call.setQuantifier().DISTINCT() != null;
  }

  private static AggregateState average(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    String value = expressions.translate(FunctionCalls.arguments(call).get(0));
    List<String> columns = List.of(column + "_sum", column + "_count");
    String sum = "sum(" + Text.quoted(columns.get(0)) + ")";
    String count = "CAST(sum(" + Text.quoted(columns.get(1)) + ") AS BIGINT)";
    String average = "spark_average(" + sum + ", " + count + ")";
    ParserRuleContext argument = FunctionCalls.arguments(call).get(0);
    expressions.noteUnlessKnown(argument);
    String result =
        expressions
            .exactType(argument)
            .flatMap(NumberTypes::average)
            .map(type -> "CAST(" + average + " AS " + Casts.duckdb(type) + ")")
            .orElse(average);
    return new AggregateState(
        columns,
        List.of(
            aggregate(expressions, call, "sum", "spark_addend(" + value + ")"),
            aggregate(expressions, call, "count", value)),
        List.of(sum, count),
        result);
  }

  /** The smallest hashes; exact as long as there are few. */
  private static AggregateState distinctEstimate(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    String value = expressions.translate(FunctionCalls.arguments(call).get(0));
    String hashes =
        aggregate(expressions, call, "list", "DISTINCT spark_sketch_hash(" + value + ")");
    String merged = "spark_sketch_merge(list(" + Text.quoted(column) + "))";
    return new AggregateState(
        List.of(column),
        List.of("spark_sketch(" + hashes + ")"),
        List.of(merged),
        "spark_sketch_count(" + merged + ")");
  }

  private static AggregateState extremeBy(
      ExpressionTranslator expressions, FunctionCallContext call, String column) {
    boolean max = FunctionCalls.name(call).equals("max_by");
    String order = expressions.translate(FunctionCalls.arguments(call).get(1));
    List<String> columns = List.of(column + "_value", column + "_order");
    String by = max ? "arg_max_null" : "arg_min_null";
    String merged =
        by + "(" + Text.quoted(columns.get(0)) + ", " + Text.quoted(columns.get(1)) + ")";
    String extreme = max ? "max" : "min";
    return new AggregateState(
        columns,
        List.of(expressions.translate(call), aggregate(expressions, call, extreme, order)),
        List.of(merged, extreme + "(" + Text.quoted(columns.get(1)) + ")"),
        merged);
  }

  private static String aggregate(
      ExpressionTranslator expressions, FunctionCallContext call, String function, String value) {
    return FunctionCalls.aggregate(expressions, call, function, List.of(value), Optional.empty());
  }

  /** Why an aggregate has no state of bounded size. */
  static String refusal(FunctionCallContext call) {
    String name = FunctionCalls.name(call);
    String what = isDistinct(call) ? name + "(DISTINCT ...)" : name;
    return "Cannot keep "
        + what
        + " of a stream up incrementally: "
        + (isDistinct(call) && name.equals("count")
            ? "use approx_count_distinct, or a MATERIALIZED VIEW"
            : "use a MATERIALIZED VIEW")
        + "; streams can count, sum, min, max, avg, count_if, approx_count_distinct, max_by, min_by,"
        + " any_value, bool_and and bool_or";
  }
}
