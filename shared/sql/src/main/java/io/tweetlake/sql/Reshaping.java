package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.PivotAggregateContext;
import io.tweetlake.sql.grammar.PipelineParser.PivotContext;
import io.tweetlake.sql.grammar.PipelineParser.PivotValueContext;
import io.tweetlake.sql.grammar.PipelineParser.QualifiedNameContext;
import io.tweetlake.sql.grammar.PipelineParser.UnpivotColumnsContext;
import io.tweetlake.sql.grammar.PipelineParser.UnpivotContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * UNPIVOT, which makes rows of columns, and PIVOT, which makes columns of rows.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-ref-syntax-qry-select-pivot.html">Spark's
 *     PIVOT</a>
 */
final class Reshaping {
  private final QueryTranslator queries;
  private final Scope input;
  private final ExpressionTranslator expressions;
  private final String from;

  /**
   * @param input with the relations that are reshaped, and no others of FROM
   * @param from the same in DuckDB's SQL
   */
  Reshaping(QueryTranslator queries, Scope input, String from) {
    this.queries = requireNonNull(queries, "queries is null");
    this.input = requireNonNull(input, "input is null");
    this.expressions = new ExpressionTranslator(queries, input);
    this.from = requireNonNull(from, "from is null");
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().map(Text::quoted).toList();
  }

  /** The columns that are neither turned into rows nor computed from. */
  private String others(Set<String> used) {
    return used.isEmpty() ? "*" : "* EXCLUDE " + QueryTranslator.list(List.copyOf(used));
  }

  /** The columns that stay, and those that are made. */
  private Columns columns(
      Set<String> used,
      List<String> made,
      Map<String, TypeFamily> families,
      Map<String, DataType> types) {
    Columns all = input.allColumns();
    if (all.extent() == Columns.Extent.OPEN) {
      return Columns.open(Set.of(), families, types);
    }
    List<String> names = new ArrayList<>(all.names());
    names.removeIf(name -> used.stream().anyMatch(name::equalsIgnoreCase));
    names.addAll(made);
    return new Columns(names, all.extent(), Set.of(), families, types);
  }

  // ---- UNPIVOT

  TranslatedQuery unpivot(UnpivotContext unpivot, Set<String> streams) {
    boolean includesNulls = false;
    if (unpivot.nulls != null) {
      String word = Text.lower(unpivot.nulls.getText());
      includesNulls = word.equals("include");
      if (!includesNulls && !word.equals("exclude")) {
        queries.problem(unpivot.nulls, "Cannot read UNPIVOT: write INCLUDE NULLS or EXCLUDE NULLS");
      }
    }
    List<String> values = Text.names(unpivot.unpivotValues().identifier());
    Set<String> used = new LinkedHashSet<>();
    List<String> labels = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    values.forEach(value -> cells.add(new ArrayList<>()));
    for (UnpivotColumnsContext columns : unpivot.unpivotColumns()) {
      if (columns.qualifiedName().size() != values.size()) {
        queries.problem(
            columns,
            "Cannot unpivot " + columns.qualifiedName().size() + " columns into " + values.size());
        continue;
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        List<String> path = path(columns.qualifiedName(i));
        cells.get(i).add(String.join(".", quoted(path)));
        names.add(path.get(path.size() - 1));
      }
      used.addAll(names);
      labels.add(
          Text.literal(columns.alias == null ? String.join("_", names) : Text.name(columns.alias)));
    }
    checkKinds(unpivot, values.size());
    String name = Text.name(unpivot.name);
    StringBuilder sql = new StringBuilder("SELECT ").append(others(used));
    sql.append(", unnest([").append(String.join(", ", labels)).append("]) AS ");
    sql.append(Text.quoted(name));
    for (int i = 0; i < values.size(); i++) {
      sql.append(", unnest([").append(String.join(", ", cells.get(i))).append("]) AS ");
      sql.append(Text.quoted(values.get(i)));
    }
    sql.append(" FROM ").append(from);
    if (!includesNulls) {
      sql.insert(0, "SELECT * FROM (")
          .append(") WHERE ")
          .append(
              quoted(values).stream()
                  .map(value -> value + " IS NOT NULL")
                  .collect(Collectors.joining(" OR ")));
    }
    return new TranslatedQuery(sql.toString(), unpivoted(unpivot, name, values, used), streams);
  }

  private List<String> path(QualifiedNameContext name) {
    List<String> path = Text.parts(name);
    if (path.size() > 1 && path.get(0).equalsIgnoreCase("live")) {
      path = path.subList(1, path.size());
    }
    String column = path.get(path.size() - 1);
    if (!input.mayHave(column)) {
      queries.problem(
          name, "Unknown column " + column + NearestName.hint(column, input.columnNames()));
    }
    return path;
  }

  /** Values of one column have one type. */
  private void checkKinds(UnpivotContext unpivot, int width) {
    for (int i = 0; i < width; i++) {
      Optional<TypeFamily> first = Optional.empty();
      for (UnpivotColumnsContext columns : unpivot.unpivotColumns()) {
        if (i >= columns.qualifiedName().size()) {
          continue;
        }
        Optional<TypeFamily> family = input.family(Text.parts(columns.qualifiedName(i)));
        if (first.isPresent() && family.isPresent() && !first.equals(family)) {
          queries.problem(
              columns.qualifiedName(i),
              "Cannot unpivot "
                  + first.get().phrase()
                  + " and "
                  + family.get().phrase()
                  + " into one column: cast one of them");
          return;
        }
        first = first.or(() -> family);
      }
    }
  }

  private Columns unpivoted(
      UnpivotContext unpivot, String name, List<String> values, Set<String> used) {
    Map<String, TypeFamily> families = new HashMap<>(input.allColumns().families());
    Map<String, DataType> types = new HashMap<>(input.allColumns().types());
    for (int i = 0; i < values.size(); i++) {
      String value = Text.lower(values.get(i));
      if (i < unpivot.unpivotColumns(0).qualifiedName().size()) {
        List<String> first = Text.parts(unpivot.unpivotColumns(0).qualifiedName(i));
        input.family(first).ifPresent(family -> families.put(value, family));
        input.resolve(first).type().ifPresent(type -> types.put(value, type));
      }
    }
    families.put(Text.lower(name), TypeFamily.TEXT);
    types.put(Text.lower(name), PrimitiveType.STRING);
    List<String> made = new ArrayList<>(List.of(name));
    made.addAll(values);
    return columns(used, made, families, types);
  }

  // ---- PIVOT

  /**
   * As Spark does: aggregates by group and value first, then brings each value's into its place.
   */
  TranslatedQuery pivot(PivotContext pivot, Set<String> streams) {
    if (pivot.anyValue != null || pivot.query() != null) {
      queries.problem(
          pivot, "Cannot pivot without the values written out: they are the table's columns");
      return new TranslatedQuery("SELECT * FROM " + from, Columns.UNKNOWN, streams);
    }
    List<String> columns = Text.names(pivot.pivotColumns().identifier());
    Set<String> used = new LinkedHashSet<>(columns);
    for (String column : columns) {
      if (!input.mayHave(column)) {
        queries.problem(
            pivot.pivotColumns(),
            "Unknown column " + column + NearestName.hint(column, input.columnNames()));
      }
    }
    List<String> keys =
        IntStream.rangeClosed(1, columns.size()).mapToObj(i -> "__pivot_" + i).toList();
    List<String> cells = new ArrayList<>();
    StringBuilder inner = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      inner.append(", ").append(as(Text.quoted(columns.get(i)), keys.get(i)));
    }
    for (PivotAggregateContext aggregate : pivot.pivotAggregate()) {
      if (Aggregates.in(aggregate.expression()).isEmpty()) {
        queries.problem(
            aggregate,
            "Cannot pivot "
                + queries.source().written(aggregate.expression())
                + ": it is not an aggregate");
      }
      cells.add("__cell_" + (cells.size() + 1));
      inner
          .append(", ")
          .append(as(expressions.translate(aggregate.expression()), cells.get(cells.size() - 1)));
      columnsOf(aggregate.expression(), used);
    }
    Set<String> hidden = new LinkedHashSet<>(keys);
    hidden.addAll(cells);
    StringBuilder sql = new StringBuilder("SELECT ").append(others(hidden));
    List<String> made = new ArrayList<>();
    for (PivotValueContext value : pivot.pivotValue()) {
      cells(pivot, value, keys, cells, sql, made);
    }
    sql.append(" FROM (SELECT ").append(others(used)).append(inner).append(" FROM ").append(from);
    sql.append(" GROUP BY ALL) GROUP BY ALL");
    return new TranslatedQuery(
        sql.toString(),
        columns(used, made, input.allColumns().families(), input.allColumns().types()),
        streams);
  }

  private static String as(String sql, String name) {
    return sql + " AS " + Text.quoted(name);
  }

  /** The columns of one value, one for each aggregate. */
  private void cells(
      PivotContext pivot,
      PivotValueContext value,
      List<String> keys,
      List<String> cells,
      StringBuilder sql,
      List<String> made) {
    List<ExpressionContext> parts =
        RowConstructors.fields(value.expression()).orElseGet(() -> List.of(value.expression()));
    if (parts.size() != keys.size()) {
      queries.problem(
          value, "Cannot pivot " + keys.size() + " columns by " + parts.size() + " values");
      return;
    }
    String label = value.identifier() != null ? Text.name(value.identifier()) : label(parts);
    String condition =
        IntStream.range(0, keys.size())
            .mapToObj(
                i ->
                    Text.quoted(keys.get(i))
                        + " IS NOT DISTINCT FROM "
                        + expressions.operand(parts.get(i)))
            .collect(Collectors.joining(" AND "));
    for (int i = 0; i < cells.size(); i++) {
      PivotAggregateContext aggregate = pivot.pivotAggregate(i);
      String name =
          cells.size() == 1
              ? label
              : label
                  + "_"
                  + (aggregate.identifier() != null
                      ? Text.name(aggregate.identifier())
                      : queries.source().written(aggregate.expression()));
      made.add(name);
      sql.append(", first(").append(Text.quoted(cells.get(i))).append(") FILTER (WHERE ");
      sql.append(as(condition + ")", name));
    }
  }

  private String label(List<ExpressionContext> values) {
    return values.size() == 1
        ? label(values.get(0))
        : values.stream().map(this::label).collect(Collectors.joining(", ", "{", "}"));
  }

  private String label(ExpressionContext value) {
    return Literals.isNull(value)
        ? "null"
        : Literals.text(value).orElseGet(() -> queries.source().written(value));
  }

  /** Adds the columns that an expression reads. */
  private void columnsOf(ParseTree tree, Set<String> columns) {
    if (tree instanceof ColumnContext || tree instanceof DereferenceContext) {
      Optional<List<String>> path = ReferenceTranslator.path((ParserRuleContext) tree);
      if (path.isPresent()) {
        List<String> names = path.get();
        int fields = input.resolve(names).fields().size();
        columns.add(names.get(names.size() - fields - 1));
        return;
      }
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      columnsOf(tree.getChild(i), columns);
    }
  }
}
