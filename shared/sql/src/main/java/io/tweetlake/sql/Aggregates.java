package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.antlr.v4.runtime.tree.ParseTree;

/** Finds aggregates and other calls in an expression, not in the queries within it. */
final class Aggregates {
  private static final Set<String> DIFFERING = Set.of("ai_query", "rand", "random", "uuid");

  private Aggregates() {}

  static List<FunctionCallContext> in(ParseTree expression) {
    return find(
        expression, call -> call.OVER() == null && Functions.isAggregate(FunctionCalls.name(call)));
  }

  /** Calls of a plain function. */
  static List<FunctionCallContext> callsOf(String function, ParseTree expression) {
    return find(
        expression, call -> call.OVER() == null && FunctionCalls.name(call).equals(function));
  }

  static List<FunctionCallContext> windowCalls(ParseTree expression) {
    return find(expression, call -> call.OVER() != null);
  }

  /** Calls that cannot stand twice for one value. */
  static List<FunctionCallContext> differingCalls(ParseTree expression) {
    return find(expression, call -> DIFFERING.contains(FunctionCalls.name(call)));
  }

  private static List<FunctionCallContext> find(
      ParseTree tree, Predicate<FunctionCallContext> wanted) {
    List<FunctionCallContext> calls = new ArrayList<>();
    collect(tree, wanted, calls);
    return calls;
  }

  private static void collect(
      ParseTree tree, Predicate<FunctionCallContext> wanted, List<FunctionCallContext> calls) {
    if (tree instanceof QueryContext) {
      return;
    }
    if (tree instanceof FunctionCallContext call && wanted.test(call)) {
      calls.add(call);
      return;
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collect(tree.getChild(i), wanted, calls);
    }
  }
}
