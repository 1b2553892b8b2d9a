package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupByContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupItemContext;
import io.tweetlake.sql.grammar.PipelineParser.PrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.StarItemContext;
import io.tweetlake.sql.grammar.PipelineParser.ValueExpressionContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Finds out how an aggregate of a stream is kept up, or why it can't be. */
final class AggregationBuilder {
  private final QueryTranslator queries;
  private final SelectQueryContext select;
  private final Scope scope;
  private final String from;
  private final boolean distinct;
  private final ExpressionTranslator expressions;

  /** Column of each group expression, by the expression's DuckDB text. */
  private final Map<String, String> keys = new LinkedHashMap<>();

  private final Map<String, AggregateState> states = new LinkedHashMap<>();
  private final List<String> partialItems = new ArrayList<>();
  private final List<String> mergeItems = new ArrayList<>();
  private final List<String> hiddenColumns = new ArrayList<>();
  private boolean failed;

  /**
   * @param scope with the relations of FROM
   * @param from FROM and WHERE in DuckDB's SQL
   */
  AggregationBuilder(
      QueryTranslator queries,
      SelectQueryContext select,
      Scope scope,
      String from,
      boolean distinct) {
    this.queries = requireNonNull(queries, "queries is null");
    this.select = requireNonNull(select, "select is null");
    this.scope = requireNonNull(scope, "scope is null");
    this.from = requireNonNull(from, "from is null");
    this.distinct = distinct;
    this.expressions = new ExpressionTranslator(queries, scope);
  }

  Optional<Aggregation> build() {
    if (select.having != null) {
      problem(
          select.having,
          "Cannot keep HAVING of a stream up incrementally: a group may come back; filter in a"
              + " MATERIALIZED VIEW that reads this table");
    }
    for (SelectItemContext item : select.selectItem()) {
      if (item instanceof StarItemContext) {
        problem(item, "Cannot group a stream by *: name the columns");
        return Optional.empty();
      }
    }
    groupKeys();
    if (failed) {
      return Optional.empty();
    }
    select.selectItem().forEach(item -> item((ExpressionItemContext) item));
    hideWhatIsNotSelected();
    if (failed) {
      return Optional.empty();
    }
    String groups = keys.isEmpty() ? "" : " GROUP BY ";
    String partial =
        "SELECT "
            + String.join(", ", partialItems)
            + from
            + groups
            + String.join(", ", keys.keySet());
    String merge =
        "SELECT "
            + String.join(", ", mergeItems)
            + " FROM ("
            + Aggregation.STORED_AND_NEW
            + ")"
            + groups
            + String.join(", ", keys.values().stream().map(Text::quoted).toList());
    return Optional.of(new Aggregation(partial, merge, hiddenColumns));
  }

  private void problem(ParserRuleContext where, String message) {
    failed = true;
    queries.problem(where, message);
  }

  private void groupKeys() {
    List<ParserRuleContext> groups = new ArrayList<>();
    GroupByContext groupBy = select.groupBy();
    if (groupBy != null && Grouping.word(groupBy).isPresent()) {
      problem(
          groupBy,
          "Cannot keep "
              + Grouping.word(groupBy).get()
              + " of a stream up incrementally: use a MATERIALIZED VIEW");
    } else if (groupBy != null && groupBy.all == null) {
      GroupKeys meaning = new GroupKeys(select, scope, expressions);
      for (GroupItemContext item : groupBy.groupItem()) {
        groups.add(meaning.meant(((GroupExpressionContext) item).expression()));
      }
    } else if (distinct || groupBy != null) {
      for (SelectItemContext item : select.selectItem()) {
        if (Aggregates.in(item).isEmpty()) {
          groups.add(((ExpressionItemContext) item).expression());
        }
      }
    }
    for (ParserRuleContext group : groups) {
      String sql = expressions.translate(group);
      keys.putIfAbsent(sql, nameOfKey(sql));
    }
  }

  private String nameOfKey(String sql) {
    for (SelectItemContext item : select.selectItem()) {
      ExpressionItemContext expression = (ExpressionItemContext) item;
      if (expressions.translate(expression.expression()).equals(sql)) {
        return name(expression);
      }
    }
    return "__key_" + (keys.size() + 1);
  }

  private String name(ExpressionItemContext item) {
    return item.alias != null
        ? Text.name(item.alias)
        : SelectNames.of(item.expression(), scope)
            .orElseGet(() -> Text.lower(queries.source().written(item.expression())));
  }

  private void item(ExpressionItemContext item) {
    String sql = withoutParentheses(expressions.translate(item.expression()));
    String name = name(item);
    String quoted = Text.quoted(name);
    if (keys.containsKey(sql)) {
      String column = keys.get(sql);
      partialItems.add(as(sql, quoted));
      mergeItems.add(as(Text.quoted(column), quoted));
      return;
    }
    List<FunctionCallContext> calls = Aggregates.in(item.expression());
    Optional<AggregateState> own =
        calls.size() == 1 && expressions.translate(calls.get(0)).equals(sql)
            ? AggregateState.ofColumn(expressions, calls.get(0), name)
            : Optional.empty();
    if (own.isPresent()) {
      partialItems.add(sql + " AS " + quoted);
      mergeItems.add(own.get().merged().get(0) + " AS " + quoted);
      return;
    }
    calls.forEach(this::state);
    if (hasFreeColumn(item.expression())) {
      problem(
          item,
          "Column "
              + queries.source().written(item.expression())
              + " is neither grouped nor aggregated: add it to GROUP BY");
      return;
    }
    mergeItems.add(
        new ExpressionTranslator(queries, scope, this::replacement).translate(item.expression())
            + " AS "
            + quoted);
  }

  private static String as(String sql, String quoted) {
    return sql.equals(quoted) ? sql : sql + " AS " + quoted;
  }

  private void state(FunctionCallContext call) {
    String sql = expressions.translate(call);
    if (states.containsKey(sql)) {
      return;
    }
    Optional<AggregateState> state =
        AggregateState.hidden(expressions, call, "__state_" + (states.size() + 1));
    if (state.isEmpty()) {
      problem(call, AggregateState.refusal(call));
      return;
    }
    states.put(sql, state.get());
  }

  private Optional<String> replacement(ParserRuleContext part) {
    if (part instanceof FunctionCallContext call) {
      AggregateState state = states.get(expressions.translate(call));
      if (state != null) {
        return Optional.of(state.result());
      }
    }
    if (part instanceof ExpressionItemContext) {
      return Optional.empty();
    }
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    String column = keys.get(withoutParentheses(expressions.translate(part)));
    return column == null ? fieldOfWindow(part) : Optional.of(Text.quoted(column));
  }

  /** {@code window.start}, where {@code window(...)} is grouped by. */
  private Optional<String> fieldOfWindow(ParseTree part) {
    if (!(part instanceof ColumnContext || part instanceof DereferenceContext)) {
      return Optional.empty();
    }
    Optional<List<String>> path = ReferenceTranslator.path((ParserRuleContext) part);
    return path.filter(names -> names.get(0).equalsIgnoreCase("window"))
        .flatMap(names -> scope.variable("window"))
        .map(sql -> keys.get(withoutParentheses(sql)))
        .map(
            column ->
                "("
                    + Text.quoted(column)
                    + ")"
                    + path.get().stream()
                        .skip(1)
                        .map(name -> "." + Text.quoted(name))
                        .collect(Collectors.joining()));
  }

  /** A variable stands in parentheses for the key that it is. */
  private String withoutParentheses(String sql) {
    String inner =
        sql.startsWith("(") && sql.endsWith(")") ? sql.substring(1, sql.length() - 1) : sql;
    return keys.containsKey(inner) ? inner : sql;
  }

  private boolean hasFreeColumn(ParseTree tree) {
    if (tree instanceof FunctionCallContext call && Aggregates.in(call).contains(call)) {
      return false;
    }
    if (isExpression(tree) && keys.containsKey(expressions.translate((ParserRuleContext) tree))) {
      return false;
    }
    boolean isColumn =
        tree instanceof ColumnContext
            || (tree instanceof DereferenceContext field
                && ReferenceTranslator.path(field).isPresent());
    if (isColumn) {
      return fieldOfWindow(tree).isEmpty();
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (hasFreeColumn(tree.getChild(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExpression(ParseTree tree) {
    return tree instanceof ExpressionContext
        || tree instanceof BooleanExpressionContext
        || tree instanceof ValueExpressionContext
        || tree instanceof PrimaryContext;
  }

  private void hideWhatIsNotSelected() {
    keys.forEach(
        (sql, column) -> {
          if (column.startsWith("__key_")) {
            partialItems.add(sql + " AS " + Text.quoted(column));
            mergeItems.add(Text.quoted(column));
            hiddenColumns.add(column);
          }
        });
    for (AggregateState state : states.values()) {
      for (int i = 0; i < state.columns().size(); i++) {
        String column = state.columns().get(i);
        partialItems.add(state.partial().get(i) + " AS " + Text.quoted(column));
        mergeItems.add(state.merged().get(i) + " AS " + Text.quoted(column));
        hiddenColumns.add(column);
      }
    }
  }
}
