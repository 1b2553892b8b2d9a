package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.GroupItemContext;
import io.tweetlake.sql.grammar.PipelineParser.LateralViewContext;
import io.tweetlake.sql.grammar.PipelineParser.NamedWindowContext;
import io.tweetlake.sql.grammar.PipelineParser.QualifiedNameContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryEndContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.StarItemContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Translates one SELECT. */
final class SelectTranslator {
  private static final StructType TIME_WINDOW =
      StructType.of(
          Field.of("start", PrimitiveType.TIMESTAMP), Field.of("end", PrimitiveType.TIMESTAMP));

  private final QueryTranslator queries;
  private final SelectQueryContext select;
  private final Scope scope;
  private final StreamTerm term;
  private final ExpressionTranslator expressions;
  private Optional<Aggregation> aggregation = Optional.empty();
  private Optional<String> tracedSql = Optional.empty();

  /**
   * @param term which rows of streams are read
   */
  SelectTranslator(
      QueryTranslator queries, SelectQueryContext select, Optional<Scope> outer, StreamTerm term) {
    this.queries = requireNonNull(queries, "queries is null");
    this.select = requireNonNull(select, "select is null");
    this.scope = new Scope(outer);
    this.term = requireNonNull(term, "term is null");
    this.expressions = new ExpressionTranslator(queries, scope);
  }

  /** Set where the query aggregates a stream. */
  Optional<Aggregation> aggregation() {
    return aggregation;
  }

  /** The same query with the row of its first relation beside each of its rows. */
  Optional<String> tracedSql() {
    return tracedSql;
  }

  /** The names of the relations in FROM. */
  List<String> relationNames() {
    return scope.relations().stream().flatMap(relation -> relation.name().stream()).toList();
  }

  /**
   * @param role of a table, which may be kept up as an aggregate, or of a part of a query
   */
  TranslatedQuery translate(Optional<QueryEndContext> end, QueryRole role) {
    StringBuilder from = new StringBuilder();
    Set<String> streams = from(from);
    boolean streaming = !streams.isEmpty();
    from.append(where());
    nameWindow();
    Grouping grouping = Grouping.of(queries, select, scope, expressions);
    List<String> names = new ArrayList<>();
    List<String> items = new ArrayList<>();
    Map<String, TypeFamily> families = new HashMap<>(scope.allColumns().families());
    Map<String, DataType> types = new HashMap<>(scope.allColumns().types());
    Map<String, DataType> exact = new HashMap<>(scope.allColumns().exact());
    Columns.Extent extent = Columns.Extent.WRITTEN;
    List<GeneratedItem> generated = new ArrayList<>();
    for (SelectItemContext item : select.selectItem()) {
      Optional<FunctionCallContext> generator = generator(item);
      Columns selected =
          item instanceof StarItemContext star
              ? star(star, items)
              : generator.isPresent()
                  ? generated(
                      (ExpressionItemContext) item,
                      generator.get(),
                      items,
                      generated,
                      families,
                      types)
                  : expression((ExpressionItemContext) item, items, role);
      if (generator.isEmpty()
          && item instanceof ExpressionItemContext expression
          && selected.known()) {
        String name = Text.lower(selected.names().get(0));
        families.remove(name);
        types.remove(name);
        exact.remove(name);
        expressions.exactType(expression.expression()).ifPresent(type -> exact.put(name, type));
        expressions.family(expression.expression()).ifPresent(family -> families.put(name, family));
        expressions.type(expression.expression()).ifPresent(type -> types.put(name, type));
      }
      if (generator.isPresent()) {
        selected.names().forEach(name -> exact.remove(Text.lower(name)));
      } else if (!selected.known() && item instanceof ExpressionItemContext) {
        exact.clear();
      }
      extent = extent.or(selected.extent());
      names.addAll(selected.names());
      Optional<String> sql = Optional.empty();
      if (generator.isEmpty()
          && item instanceof ExpressionItemContext expression
          && Aggregates.differingCalls(item).isEmpty()) {
        sql = Optional.of(expressions.translate(expression.expression()));
      }
      for (String name : selected.names()) {
        scope.addAlias(name, sql, Optional.ofNullable(types.get(Text.lower(name))));
      }
    }
    if (generated.size() > 1) {
      combine(generated, items);
    }
    boolean open = extent == Columns.Extent.OPEN;
    if (!open && role != QueryRole.UNITED) {
      checkDuplicates(names);
    }
    if (!open) {
      types.keySet().retainAll(names.stream().map(Text::lower).toList());
      exact.keySet().retainAll(types.keySet());
    }
    boolean distinct = select.setQuantifier() != null && select.setQuantifier().DISTINCT() != null;
    StringBuilder sql = new StringBuilder(distinct ? "SELECT DISTINCT " : "SELECT ");
    sql.append(String.join(", ", items)).append(from);
    sql.append(grouping.sql());
    List<String> having = new ArrayList<>();
    grouping.having().ifPresent(having::add);
    if (select.having != null) {
      having.add(expressions.condition(select.having));
    }
    if (!having.isEmpty()) {
      sql.append(" HAVING ").append(having.size() == 1 ? having.get(0) : both(having));
    }
    List<NamedWindowContext> windows = new ArrayList<>(select.namedWindow());
    end.ifPresent(clauses -> windows.addAll(clauses.namedWindow()));
    if (!windows.isEmpty()) {
      sql.append(" WINDOW ")
          .append(windows.stream().map(this::window).collect(Collectors.joining(", ")));
    }
    for (BooleanExpressionContext qualify :
        Stream.of(select.qualify, select.lateQualify).filter(Objects::nonNull).toList()) {
      sql.append(" QUALIFY ").append(expressions.condition(qualify));
    }
    if (streaming) {
      checkStream(role, distinct, from.toString(), sql.toString());
    }
    if (aggregation.isPresent()) {
      end.ifPresent(clauses -> queries.endOfAggregate(clauses, scope));
    } else {
      end.ifPresent(clauses -> sql.append(queries.end(clauses, scope, streaming)));
    }
    tracedSql = traced(items, sql.toString(), distinct);
    Columns columns =
        new Columns(open ? List.of() : names, extent, Set.of(), families, types, exact);
    return new TranslatedQuery(sql.toString(), columns, streams);
  }

  private Optional<String> traced(List<String> items, String sql, boolean distinct) {
    boolean rowByRow =
        !distinct
            && select.groupBy() == null
            && select.selectItem().stream().allMatch(item -> Aggregates.in(item).isEmpty());
    return scope.relations().stream()
        .limit(rowByRow ? 1 : 0)
        .filter(relation -> relation.name().filter(relation.columns()::has).isEmpty())
        .flatMap(relation -> relation.name().stream())
        .map(
            name -> {
              String selected = "SELECT " + String.join(", ", items);
              return selected
                  + ", to_json("
                  + Text.quoted(name)
                  + ") AS "
                  + Text.quoted(Query.INPUT)
                  + sql.substring(selected.length());
            })
        .findFirst();
  }

  /** Appends FROM; gives the streams that it reads. */
  private Set<String> from(StringBuilder sql) {
    if (select.fromClause() == null) {
      return Set.of();
    }
    Relations relations = new Relations(queries, scope, term);
    Set<String> streams = new LinkedHashSet<>();
    for (RelationContext relation : select.fromClause().relation()) {
      TranslatedQuery translated = relations.relation(relation);
      streams.addAll(translated.streams());
      sql.append(sql.isEmpty() ? " FROM " : ", ")
          .append(relation.LATERAL() == null ? "" : "LATERAL ")
          .append(translated.sql());
    }
    for (LateralViewContext view : select.fromClause().lateralView()) {
      sql.append(relations.lateralView(view));
    }
    return streams;
  }

  private String where() {
    List<String> conditions = new ArrayList<>(timeConditions());
    if (select.where != null) {
      if (Aggregates.in(select.where).stream().anyMatch(call -> call.OVER() == null)) {
        queries.problem(select.where, "Cannot aggregate in WHERE: use HAVING");
      }
      String condition = expressions.condition(select.where);
      conditions.add(0, conditions.isEmpty() ? condition : "(" + condition + ")");
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** As Spark does: a row whose time is NULL is in no window, and left out. */
  private List<String> timeConditions() {
    if (select.fromClause() == null) {
      return List.of();
    }
    List<ParserRuleContext> parts = new ArrayList<>(select.selectItem());
    Optional.ofNullable(select.groupBy()).ifPresent(parts::add);
    return parts.stream()
        .flatMap(part -> Aggregates.callsOf("window", part).stream())
        .flatMap(call -> FunctionCalls.arguments(call).stream().limit(1))
        .map(time -> "(" + expressions.translate(time) + ") IS NOT NULL")
        .distinct()
        .toList();
  }

  /** {@code GROUP BY window(time, '1 hour')} makes a column of the name {@code window}. */
  private void nameWindow() {
    if (select.groupBy() == null || scope.columnNames().contains("window")) {
      return;
    }
    for (GroupItemContext item : select.groupBy().groupItem()) {
      if (item instanceof GroupExpressionContext group
          && Text.lower(group.getText()).startsWith("window(")) {
        scope.addVariable(
            "window",
            "(" + expressions.translate(group.expression()) + ")",
            Optional.of(TIME_WINDOW));
      }
    }
  }

  private Columns star(StarItemContext star, List<String> items) {
    List<Excluded> excluded =
        star.qualifiedName().stream()
            .filter(name -> name != star.qualifier)
            .map(name -> excluded(star, name))
            .toList();
    Optional<Columns> columns = Optional.of(scope.allColumns());
    StringBuilder sql = new StringBuilder();
    if (star.qualifier != null) {
      List<String> parts = Text.parts(star.qualifier);
      if (parts.size() > 1 && parts.get(0).equalsIgnoreCase("live")) {
        parts = parts.subList(1, parts.size());
      }
      columns = scope.relation(parts.get(0)).map(Scope.Relation::columns);
      if (parts.size() > 1 || columns.isEmpty()) {
        columns = Optional.empty();
        if (!scope.mayHave(parts.get(0)) && scope.relation(parts.get(0)).isEmpty()) {
          queries.problem(
              star,
              "Unknown table or column "
                  + parts.get(0)
                  + NearestName.hint(parts.get(0), scope.columnNames()));
        }
      }
      sql.append(parts.stream().map(Text::quoted).collect(Collectors.joining("."))).append('.');
    }
    sql.append('*');
    if (!excluded.isEmpty()) {
      sql.append(
          excluded.stream()
              .map(Excluded::sql)
              .collect(Collectors.joining(", ", " EXCLUDE (", ")")));
    }
    items.add(sql.toString());
    return columns.map(all -> without(star, all, excluded)).orElse(Columns.UNKNOWN);
  }

  /** A column that {@code *} leaves out: of one relation, or of all that have it. */
  private record Excluded(Optional<Scope.Relation> relation, String column) {
    String sql() {
      return relation.flatMap(Scope.Relation::name).map(name -> Text.quoted(name) + ".").orElse("")
          + Text.quoted(column);
    }
  }

  private Excluded excluded(StarItemContext star, QualifiedNameContext name) {
    List<String> parts = Text.parts(name);
    Optional<Scope.Relation> relation =
        star.qualifier == null && parts.size() == 2
            ? scope.relation(parts.get(0))
            : Optional.empty();
    return new Excluded(relation, parts.get(parts.size() - 1));
  }

  private Columns without(StarItemContext star, Columns columns, List<Excluded> excluded) {
    List<String> names = new ArrayList<>(columns.names());
    for (Excluded out : excluded) {
      if (columns.known() && columns.names().stream().noneMatch(out.column()::equalsIgnoreCase)) {
        queries.problem(
            star, "Unknown column " + out.column() + NearestName.hint(out.column(), names));
      } else if (out.relation().isEmpty()) {
        names.removeIf(out.column()::equalsIgnoreCase);
      } else {
        removeOne(names, out);
      }
    }
    return new Columns(names, columns.extent(), Set.of(), Map.of(), Map.of());
  }

  /** Takes the name out that stands for the relation's column, not another relation's. */
  private void removeOne(List<String> names, Excluded out) {
    long before =
        scope.relations().stream()
            .takeWhile(relation -> !relation.equals(out.relation().orElseThrow()))
            .filter(relation -> relation.columns().has(out.column()))
            .count();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(out.column()) && before-- == 0) {
        names.remove(i);
        return;
      }
    }
  }

  private static Optional<FunctionCallContext> generator(SelectItemContext item) {
    return item instanceof ExpressionItemContext expression
        ? Literals.call(expression.expression())
            .filter(call -> Generators.NAMES.contains(FunctionCalls.name(call)))
        : Optional.empty();
  }

  /** An item that makes rows, and one or more columns; their names where they are known. */
  private Columns generated(
      ExpressionItemContext item,
      FunctionCallContext call,
      List<String> items,
      List<GeneratedItem> generated,
      Map<String, TypeFamily> families,
      Map<String, DataType> types) {
    List<String> names = Text.names(item.identifier());
    Optional<Generators.Rows> rows =
        Generators.rows(
            expressions,
            call.function,
            FunctionCalls.name(call),
            FunctionCalls.arguments(call),
            names);
    if (rows.isEmpty()) {
      return names.isEmpty() ? Columns.UNKNOWN : Columns.of(names);
    }
    Columns columns = rows.get().columns();
    String single = columns.names().stream().findFirst().orElse("col");
    generated.add(new GeneratedItem(items.size(), rows.get(), names, single));
    items.add(generated.get(generated.size() - 1).sql());
    for (String name : columns.names()) {
      families.remove(Text.lower(name));
      types.remove(Text.lower(name));
    }
    families.putAll(columns.families());
    types.putAll(columns.types());
    return columns;
  }

  /**
   * An item that makes rows.
   *
   * @param place among the items
   * @param single the column's name, where there is one
   */
  private record GeneratedItem(int place, Generators.Rows rows, List<String> names, String single) {
    String sql() {
      return rows.item(names) + (rows.structs() ? "" : " AS " + Text.quoted(single));
    }
  }

  /** Each row of one with each of the others, where DuckDB puts them side by side. */
  private static void combine(List<GeneratedItem> generated, List<String> items) {
    List<String> lists = generated.stream().map(item -> item.rows().list()).toList();
    for (int i = 0; i < generated.size(); i++) {
      GeneratedItem item = generated.get(i);
      Generators.Rows rows = item.rows();
      Generators.Rows combined =
          new Generators.Rows(combined(lists, i), rows.structs(), rows.columns());
      items.set(
          item.place(),
          new GeneratedItem(item.place(), combined, item.names(), item.single()).sql());
    }
  }

  private static String combined(List<String> lists, int wanted) {
    String sql = "[g" + wanted + "]";
    for (int i = lists.size() - 1; i >= 0; i--) {
      sql = "flatten(list_transform(" + lists.get(i) + ", lambda g" + i + ": " + sql + "))";
    }
    return sql;
  }

  private Columns expression(ExpressionItemContext item, List<String> items, QueryRole role) {
    String sql = expressions.translate(item.expression());
    if (item.alias == null && !item.identifier().isEmpty()) {
      queries.problem(
          item, "Cannot give several names: only functions such as explode make several columns");
      return Columns.UNKNOWN;
    }
    Optional<String> own = SelectNames.of(item.expression(), scope);
    String name =
        item.alias != null ? Text.name(item.alias) : own.orElseGet(() -> unnamed(item, role));
    boolean same =
        own.filter(name::equals).isPresent()
            && sql.startsWith("\"")
            && sql.endsWith(Text.quoted(name));
    items.add(same ? sql : sql + " AS " + Text.quoted(name));
    return Columns.of(List.of(name));
  }

  /** Spark makes a name of the text, which a table cannot have. */
  private String unnamed(ExpressionItemContext item, QueryRole role) {
    String written = queries.source().written(item.expression());
    if (role.namesTable()) {
      queries.problem(item, "Column " + written + " needs a name: write " + written + " AS name");
    }
    return Text.lower(written);
  }

  private void checkDuplicates(List<String> names) {
    List<String> seen = new ArrayList<>();
    for (String name : names) {
      if (seen.stream().anyMatch(name::equalsIgnoreCase)) {
        queries.problem(select, "Duplicate column " + name + ": give one of them another name");
        return;
      }
      seen.add(name);
    }
  }

  private static String both(List<String> conditions) {
    return conditions.stream().map(one -> "(" + one + ")").collect(Collectors.joining(" AND "));
  }

  private String window(NamedWindowContext window) {
    return Text.quoted(Text.name(window.name))
        + " AS "
        + FunctionCalls.window(expressions, window.windowSpecification());
  }

  private void checkStream(QueryRole role, boolean distinct, String from, String sql) {
    for (ParserRuleContext item : select.selectItem()) {
      Aggregates.windowCalls(item).stream()
          .findFirst()
          .ifPresent(
              call ->
                  queries.problem(
                      call,
                      "Cannot keep a window function over a stream up incrementally: use a"
                          + " MATERIALIZED VIEW"));
    }
    boolean groups =
        select.groupBy() != null
            || select.having != null
            || select.selectItem().stream().anyMatch(item -> !Aggregates.in(item).isEmpty());
    if (!groups && !distinct) {
      return;
    }
    if (role != QueryRole.TABLE) {
      queries.problem(
          select,
          "Cannot keep an aggregation within a query over a stream up incrementally: aggregate in"
              + " the outermost SELECT, or use a MATERIALIZED VIEW");
      return;
    }
    boolean wholeRows = select.selectItem().stream().anyMatch(StarItemContext.class::isInstance);
    aggregation =
        wholeRows && !groups
            ? Optional.of(Aggregation.ofDistinctRows(sql))
            : new AggregationBuilder(queries, select, scope, from, distinct).build();
  }
}
