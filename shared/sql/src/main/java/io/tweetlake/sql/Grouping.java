package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupByContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupItemContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupSetsContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupingElementContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupingSetContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupingSetsContext;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * GROUP BY. ROLLUP, CUBE and GROUPING SETS are written out as the sets that they stand for.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-ref-syntax-qry-select-groupby.html">Spark's
 *     GROUP BY</a>
 */
final class Grouping {
  /** A CUBE doubles them with each column; a message is better than a query that never ends. */
  private static final int MAX_SETS = 4_096;

  private final QueryTranslator queries;
  private final SelectQueryContext select;
  private final ExpressionTranslator expressions;
  private final GroupKeys keys;
  private final Set<String> allKeys = new LinkedHashSet<>();
  private Optional<List<List<String>>> sets = Optional.empty();

  private Grouping(
      QueryTranslator queries,
      SelectQueryContext select,
      Scope scope,
      ExpressionTranslator expressions) {
    this.queries = requireNonNull(queries, "queries is null");
    this.select = requireNonNull(select, "select is null");
    this.expressions = requireNonNull(expressions, "expressions is null");
    this.keys = new GroupKeys(select, scope, expressions);
  }

  /**
   * @param scope with the relations of FROM; {@code grouping()} is known in it afterwards
   */
  static Grouping of(
      QueryTranslator queries,
      SelectQueryContext select,
      Scope scope,
      ExpressionTranslator expressions) {
    Grouping grouping = new Grouping(queries, select, scope, expressions);
    GroupByContext groupBy = select.groupBy();
    if (groupBy != null && word(groupBy).isPresent()) {
      grouping.sets = Optional.of(grouping.sets(groupBy));
      scope.groupInSets(List.copyOf(grouping.allKeys));
    }
    return grouping;
  }

  /** The word that asks for several sets, such as ROLLUP. */
  static Optional<String> word(GroupByContext groupBy) {
    if (groupBy.together != null) {
      return Optional.of(groupBy.together.getText().toUpperCase(Locale.ROOT));
    }
    return groupBy.sets != null
        ? Optional.of("GROUPING SETS")
        : groupBy.groupItem().stream()
            .filter(GroupSetsContext.class::isInstance)
            .map(item -> ((GroupSetsContext) item).groupingSets().kind.getText())
            .map(kind -> kind.toUpperCase(Locale.ROOT))
            .map(kind -> kind.equals("GROUPING") ? "GROUPING SETS" : kind)
            .findFirst();
  }

  /** Where there are no rows, Spark gives none for the set without columns either. */
  Optional<String> having() {
    return sets.filter(all -> all.stream().anyMatch(List::isEmpty)).map(all -> "count(*) > 0");
  }

  /** The clause; empty where the query does not group. */
  String sql() {
    GroupByContext groupBy = select.groupBy();
    if (groupBy == null) {
      return "";
    }
    if (sets.isPresent()) {
      return sets.get().stream()
          .map(set -> "(" + String.join(", ", set) + ")")
          .collect(Collectors.joining(", ", " GROUP BY GROUPING SETS (", ")"));
    }
    if (groupBy.all != null) {
      return mixedKeys()
          .map(mixed -> " GROUP BY " + String.join(", ", mixed))
          .orElse(" GROUP BY ALL");
    }
    return " GROUP BY "
        + groupBy.groupItem().stream()
            .map(item -> expressions.translate(((GroupExpressionContext) item).expression()))
            .collect(Collectors.joining(", "));
  }

  private List<List<String>> sets(GroupByContext groupBy) {
    if (groupBy.sets != null) {
      groupBy.groupItem().forEach(this::ofItem);
      return unite(groupBy.groupingElement());
    }
    List<List<List<String>>> items = groupBy.groupItem().stream().map(this::ofItem).toList();
    if (groupBy.together != null) {
      List<List<String>> groups = items.stream().map(item -> item.get(0)).toList();
      return several(groupBy, groupBy.together.getText(), groups);
    }
    List<List<String>> product = List.of(List.of());
    for (List<List<String>> item : items) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> set : product) {
        item.forEach(more -> longer.add(joined(set, more)));
      }
      product = limited(groupBy, longer);
    }
    return product;
  }

  private List<List<String>> ofItem(GroupItemContext item) {
    return item instanceof GroupSetsContext sets
        ? of(sets.groupingSets())
        : List.of(List.of(key(((GroupExpressionContext) item).expression())));
  }

  private List<List<String>> of(GroupingSetsContext grouping) {
    String kind = grouping.kind.getText();
    return kind.equalsIgnoreCase("grouping")
        ? unite(grouping.groupingElement())
        : several(grouping, kind, grouping.groupingSet().stream().map(this::of).toList());
  }

  private List<List<String>> unite(List<GroupingElementContext> elements) {
    List<List<String>> all = new ArrayList<>();
    for (GroupingElementContext element : elements) {
      if (element.groupingSets() != null) {
        all.addAll(of(element.groupingSets()));
      } else {
        all.add(of(element.groupingSet()));
      }
    }
    return all;
  }

  private List<String> of(GroupingSetContext set) {
    return set.expression().stream().map(this::key).toList();
  }

  private String key(ExpressionContext group) {
    String sql = expressions.translate(keys.meant(group));
    allKeys.add(sql);
    return sql;
  }

  /** The sets of ROLLUP or CUBE, the longest first. */
  private List<List<String>> several(
      ParserRuleContext where, String kind, List<List<String>> groups) {
    List<List<String>> all = List.of(List.of());
    if (kind.equalsIgnoreCase("cube")) {
      for (int i = groups.size() - 1; i >= 0; i--) {
        List<List<String>> longer = new ArrayList<>();
        for (List<String> set : all) {
          longer.add(joined(groups.get(i), set));
        }
        longer.addAll(all);
        all = limited(where, longer);
      }
      return all;
    }
    List<List<String>> prefixes = new ArrayList<>();
    for (int length = groups.size(); length >= 0; length--) {
      List<String> prefix = List.of();
      for (List<String> group : groups.subList(0, length)) {
        prefix = joined(prefix, group);
      }
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private List<List<String>> limited(ParserRuleContext where, List<List<String>> all) {
    if (all.size() <= MAX_SETS) {
      return all;
    }
    queries.problem(where, "Cannot group by more than " + MAX_SETS + " sets: name those you need");
    return all.subList(0, 1);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    Set<String> both = new LinkedHashSet<>(first);
    both.addAll(second);
    return List.copyOf(both);
  }

  /** The keys of GROUP BY ALL, where an item has columns beside its aggregates. */
  private Optional<List<String>> mixedKeys() {
    Set<String> found = new LinkedHashSet<>();
    boolean mixed = false;
    for (SelectItemContext item : select.selectItem()) {
      if (!(item instanceof ExpressionItemContext expression)) {
        return Optional.empty();
      }
      List<ParserRuleContext> columns = new ArrayList<>();
      if (!freeColumns(expression.expression(), columns)) {
        return Optional.empty();
      }
      boolean aggregates = !Aggregates.in(item).isEmpty();
      mixed |= aggregates && !columns.isEmpty();
      if (aggregates) {
        columns.forEach(column -> found.add(expressions.translate(column)));
      } else if (!columns.isEmpty()) {
        found.add(expressions.translate(expression.expression()));
      }
    }
    return mixed ? Optional.of(List.copyOf(found)) : Optional.empty();
  }

  /** Returns whether they can be told: parameters of lambdas look like columns. */
  private static boolean freeColumns(ParseTree tree, List<ParserRuleContext> columns) {
    if (tree instanceof LambdaContext) {
      return false;
    }
    if (tree instanceof FunctionCallContext call && Aggregates.in(call).contains(call)) {
      return true;
    }
    if (tree instanceof ColumnContext || tree instanceof DereferenceContext) {
      columns.add((ParserRuleContext) tree);
      return true;
    }
    boolean told = true;
    for (int i = 0; i < tree.getChildCount(); i++) {
      told &= freeColumns(tree.getChild(i), columns);
    }
    return told;
  }

  /** {@code grouping(column)}: whether a row is of a set without the column. */
  static String grouping(Call call) {
    Optional<List<String>> grouped = call.translator().scope().groupingKeys();
    if (grouped.isEmpty()) {
      return withoutSets(call);
    }
    if (!call.takes(1, 1)) {
      return ExpressionTranslator.FAILED;
    }
    String key = call.value(0);
    return grouped.get().contains(key)
        ? "CAST(grouping(" + key + ") AS TINYINT)"
        : call.problem(call.argument(0), "Cannot call grouping: the column is not grouped by");
  }

  /** {@code grouping_id()}: {@code grouping} of all columns as the bits of a number. */
  static String groupingId(Call call) {
    Optional<List<String>> grouped = call.translator().scope().groupingKeys();
    if (grouped.isEmpty()) {
      return withoutSets(call);
    }
    if (call.size() > 0 && !call.values().equals(grouped.get())) {
      return call.problem(
          "Cannot call grouping_id: it takes all columns of GROUP BY in their order, or none");
    }
    return "grouping(" + String.join(", ", grouped.get()) + ")";
  }

  /** {@code GROUPING__ID}, as Hive calls it. */
  static Optional<String> id(Scope scope, String name) {
    return name.equalsIgnoreCase("grouping__id")
        ? scope.groupingKeys().map(keys -> "grouping(" + String.join(", ", keys) + ")")
        : Optional.empty();
  }

  private static String withoutSets(Call call) {
    return call.problem(
        "Cannot call " + call.name() + " without ROLLUP, CUBE or GROUPING SETS in GROUP BY");
  }
}
