package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.NamedQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.NestedQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryEndContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryTermContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.SetOperationContext;
import io.tweetlake.sql.grammar.PipelineParser.SingleTermContext;
import io.tweetlake.sql.grammar.PipelineParser.SortItemContext;
import io.tweetlake.sql.grammar.PipelineParser.TablePrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.ValuesContext;
import io.tweetlake.sql.grammar.PipelineParser.ValuesPrimaryContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Writes a Spark SQL query as DuckDB's; collects what it reads and what is wrong with it. */
final class QueryTranslator {
  private final Datasets datasets;
  private final SourceCollector sources;
  private final SourceText source;
  private final Settings settings;
  private final Problems problems;
  private final StreamRows rows;
  private final Map<String, NamedQuery> namedQueries;
  private final List<String> definitions = new ArrayList<>();
  private Optional<Aggregation> aggregation = Optional.empty();
  private Optional<String> tracedSql = Optional.empty();
  private List<String> relationNames = List.of();

  QueryTranslator(
      Datasets datasets,
      SourceCollector sources,
      SourceText source,
      Settings settings,
      Problems problems) {
    this(datasets, sources, source, settings, problems, StreamRows.NEW, Map.of());
  }

  private QueryTranslator(
      Datasets datasets,
      SourceCollector sources,
      SourceText source,
      Settings settings,
      Problems problems,
      StreamRows rows,
      Map<String, NamedQuery> namedQueries) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.source = requireNonNull(source, "source is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.problems = requireNonNull(problems, "problems is null");
    this.rows = requireNonNull(rows, "rows is null");
    this.namedQueries = new HashMap<>(namedQueries);
  }

  Datasets datasets() {
    return datasets;
  }

  SourceCollector sources() {
    return sources;
  }

  SourceText source() {
    return source;
  }

  Settings settings() {
    return settings;
  }

  Problems problems() {
    return problems;
  }

  /** What is read of streams. */
  StreamRows rows() {
    return rows;
  }

  /** The same translator, of queries that read other rows of streams. */
  QueryTranslator reading(StreamRows others) {
    return new QueryTranslator(datasets, sources, source, settings, problems, others, namedQueries);
  }

  Optional<NamedQuery> namedQuery(String name) {
    return Optional.ofNullable(namedQueries.get(Text.lower(name)));
  }

  void problem(ParserRuleContext where, String message) {
    problems.add(source.position(where.getStart()), message);
  }

  /** How the result is kept up, where the query translated last aggregates a stream. */
  Optional<Aggregation> aggregation() {
    return aggregation;
  }

  /** The query translated last with the row of its first source beside each of its rows. */
  Optional<String> tracedSql() {
    return tracedSql;
  }

  /**
   * The names of what the outermost SELECT translated last reads, which may qualify its columns.
   */
  List<String> relationNames() {
    return relationNames;
  }

  /** Translates the query of a dataset; its outermost SELECT may aggregate a stream. */
  TranslatedQuery outermost(QueryContext query) {
    return query(query, Optional.empty(), QueryRole.TABLE);
  }

  /** A translator of a view's query, whose rows this one reads. */
  QueryTranslator ofView(Dataset view) {
    return new QueryTranslator(
        datasets, sources, view.statement().source(), settings, problems, rows, Map.of());
  }

  /** Translates the query of a view, as another one reads it. */
  TranslatedQuery view(Dataset view) {
    QueryFlow flow = (QueryFlow) view.flows().get(0);
    return query(flow.query(), Optional.empty(), QueryRole.VIEW);
  }

  /** Translates a query in parentheses within an expression. */
  TranslatedQuery subquery(QueryContext query, Scope outer) {
    TranslatedQuery translated = query(query, Optional.of(outer), QueryRole.SUBQUERY);
    if (translated.streaming()) {
      problem(query, "Cannot read a stream in a subquery of an expression: read it without STREAM");
    }
    return translated;
  }

  TranslatedQuery query(QueryContext query, Optional<Scope> outer, QueryRole role) {
    if (query.namedQuery().isEmpty()) {
      return body(query, outer, role);
    }
    QueryTranslator inner = reading(rows);
    for (NamedQueryContext named : query.namedQuery()) {
      inner.define(named, outer);
    }
    TranslatedQuery body = inner.body(query, outer, role);
    aggregation = inner.aggregation;
    tracedSql = inner.tracedSql;
    relationNames = inner.relationNames;
    return new TranslatedQuery(inner.withNamedQueries(body.sql()), body.columns(), body.streams());
  }

  private String withNamedQueries(String sql) {
    return definitions.isEmpty() ? sql : "WITH " + String.join(", ", definitions) + " " + sql;
  }

  private void define(NamedQueryContext named, Optional<Scope> outer) {
    String name = Text.name(named.name);
    // later definitions are not visible in this one, whenever it is translated
    QueryTranslator before = reading(rows);
    List<String> columnNames = Text.names(named.identifier().subList(1, named.identifier().size()));
    boolean taken = datasets.find(name).isPresent();
    namedQueries.put(
        Text.lower(name),
        new NamedQuery(
            taken ? name + "_with" : name,
            columnNames,
            rows,
            read -> before.reading(read).query(named.query(), outer, QueryRole.SUBQUERY),
            definitions));
  }

  static String list(List<String> names) {
    return names.stream().map(Text::quoted).collect(Collectors.joining(", ", "(", ")"));
  }

  private TranslatedQuery body(QueryContext query, Optional<Scope> outer, QueryRole role) {
    TranslatedQuery term = term(query.queryTerm(), outer, role, Optional.of(query.queryEnd()));
    return term;
  }

  private TranslatedQuery term(
      QueryTermContext term, Optional<Scope> outer, QueryRole role, Optional<QueryEndContext> end) {
    if (term instanceof SingleTermContext single) {
      return primary(single.queryPrimary(), outer, role, end);
    }
    TranslatedQuery combined = combine((SetOperationContext) term, outer, role);
    return end(combined, end, new Scope(outer));
  }

  private TranslatedQuery combine(
      SetOperationContext operation, Optional<Scope> outer, QueryRole role) {
    TranslatedQuery left = term(operation.left, outer, role.ofFirst(), Optional.empty());
    TranslatedQuery right = term(operation.right, outer, QueryRole.UNITED, Optional.empty());
    String operator = operation.operator.getText().toUpperCase(Locale.ROOT);
    if (operator.equals("MINUS")) {
      operator = "EXCEPT";
    }
    boolean all = operation.setQuantifier() != null && operation.setQuantifier().ALL() != null;
    boolean streaming = left.streaming() || right.streaming();
    if (streaming && !(operator.equals("UNION") && all)) {
      problem(
          operation,
          "Cannot keep "
              + operator
              + " of a stream up incrementally: use UNION ALL, or a MATERIALIZED VIEW");
    } else if (left.streaming() != right.streaming()) {
      problem(
          operation,
          "Cannot unite a stream with a table: read both with STREAM, or use two flows into one"
              + " table");
    }
    checkWidths(operation, left, right);
    Columns columns = left.columns().unitedWith(right.columns());
    String sql =
        typed(left, right.columns(), columns)
            + " "
            + operator
            + (all ? " ALL " : " ")
            + typed(right, left.columns(), columns);
    Set<String> streams = new LinkedHashSet<>(left.streams());
    streams.addAll(right.streams());
    return new TranslatedQuery(sql, columns, streams);
  }

  /** One of two united queries, with casts where DuckDB would make other types of the two. */
  private String typed(TranslatedQuery query, Columns other, Columns united) {
    if (!settings.ansi()) {
      return query.sql();
    }
    List<String> items = new ArrayList<>();
    List<String> places = new ArrayList<>();
    boolean casts = false;
    for (int i = 0; i < united.names().size() && i < query.columns().names().size(); i++) {
      Optional<DataType> own = query.columns().exactType(query.columns().names().get(i));
      Optional<DataType> wanted = united.exactType(united.names().get(i));
      boolean differs =
          wanted.isPresent()
              && !own.equals(wanted)
              && CommonTypes.differFromDuckDb(
                  List.of(own.orElseThrow(), other.exactType(other.names().get(i)).orElseThrow()),
                  wanted.get());
      casts |= differs;
      places.add("c" + (i + 1));
      String value = Text.quoted(places.get(i));
      items.add(
          (differs ? "CAST(" + value + " AS " + Casts.duckdb(wanted.get()) + ")" : value)
              + " AS "
              + Text.quoted(united.names().get(i)));
    }
    return casts
        ? "SELECT "
            + String.join(", ", items)
            + " FROM ("
            + query.sql()
            + ") AS \"united\""
            + list(places)
        : query.sql();
  }

  private void checkWidths(
      SetOperationContext operation, TranslatedQuery left, TranslatedQuery right) {
    boolean kindsAreKnown =
        Stream.of(left, right)
            .map(TranslatedQuery::columns)
            .allMatch(
                columns ->
                    columns.known()
                        && columns.names().stream()
                            .allMatch(name -> columns.family(name).isPresent()));
    if (!kindsAreKnown) {
      sources.dependsOnKinds();
    }
    if (left.columns().known() && right.columns().known()) {
      int leftWidth = left.columns().names().size();
      int rightWidth = right.columns().names().size();
      if (leftWidth != rightWidth) {
        problem(
            operation.right,
            "Cannot unite queries with " + leftWidth + " and " + rightWidth + " columns");
      } else {
        checkKinds(operation, left.columns(), right.columns());
      }
    }
  }

  /** Spark casts, and fails where a value does not fit; DuckDB would make texts of all. */
  private void checkKinds(SetOperationContext operation, Columns left, Columns right) {
    for (int i = 0; i < left.names().size(); i++) {
      String name = left.names().get(i);
      Optional<TypeFamily> one = left.family(name);
      Optional<TypeFamily> other = right.family(right.names().get(i));
      if (one.isPresent() && other.isPresent() && !one.equals(other)) {
        problem(
            operation.right,
            "Cannot unite "
                + one.get().phrase()
                + " with "
                + other.get().phrase()
                + " in column "
                + name
                + ": cast one of them");
      }
      checkFields(operation, name, left.type(name), right.type(right.names().get(i)));
    }
  }

  /** Spark unites structs by the places of their fields, which must have the same names. */
  private void checkFields(
      SetOperationContext operation,
      String column,
      Optional<DataType> one,
      Optional<DataType> other) {
    if (one.isPresent()
        && other.isPresent()
        && one.get() instanceof StructType first
        && other.get() instanceof StructType second
        && !StructComparison.names(first).equals(StructComparison.names(second))) {
      problem(
          operation.right,
          "Cannot unite structs in column "
              + column
              + ": one has the fields "
              + String.join(", ", first.fieldNames())
              + ", the other "
              + String.join(", ", second.fieldNames()));
    }
  }

  private TranslatedQuery primary(
      QueryPrimaryContext primary,
      Optional<Scope> outer,
      QueryRole role,
      Optional<QueryEndContext> end) {
    if (primary instanceof SelectPrimaryContext select) {
      StreamSelect translator = new StreamSelect(this, select.selectQuery(), outer);
      TranslatedQuery translated = translator.translate(end, role);
      if (role.isOfDataset()) {
        tracedSql = translator.tracedSql().map(this::withNamedQueries);
        relationNames = translator.relationNames();
      }
      translator
          .aggregation()
          .ifPresent(
              found ->
                  aggregation =
                      Optional.of(
                          new Aggregation(
                              withNamedQueries(found.partialSql()),
                              found.mergeSql(),
                              found.hiddenColumns())));
      return translated;
    }
    if (primary instanceof NestedQueryContext nested) {
      TranslatedQuery inner = query(nested.query(), outer, role);
      return end(
          new TranslatedQuery("(" + inner.sql() + ")", inner.columns(), inner.streams()),
          end,
          new Scope(outer));
    }
    if (primary instanceof TablePrimaryContext table) {
      Scope scope = new Scope(outer);
      TranslatedQuery translated =
          new NamedRelations(this, scope).read(table.relationName(), Optional.empty(), false);
      return end(
          new TranslatedQuery(
              "SELECT * FROM " + translated.sql(), translated.columns(), translated.streams()),
          end,
          scope);
    }
    TranslatedQuery values = values(((ValuesPrimaryContext) primary).values(), outer);
    String named =
        "SELECT * FROM (" + values.sql() + ") AS \"values\"" + list(values.columns().names());
    return end(new TranslatedQuery(named, values.columns()), end, new Scope(outer));
  }

  /** Rows that are written out, whose columns are named col1 and so on by whoever reads them. */
  TranslatedQuery values(ValuesContext values, Optional<Scope> outer) {
    ExpressionTranslator translator = new ExpressionTranslator(this, new Scope(outer));
    List<ExpressionContext> first = fields(values.expression(0));
    Map<String, TypeFamily> families = new HashMap<>();
    Map<String, DataType> types = new HashMap<>();
    Map<String, DataType> exact = new HashMap<>();
    List<String> names = new ArrayList<>();
    List<Optional<DataType>> casts = new ArrayList<>();
    for (ExpressionContext value : first) {
      String name = "col" + (names.size() + 1);
      int column = names.size();
      names.add(name);
      translator.family(value).ifPresent(family -> families.put(name, family));
      translator.type(value).ifPresent(type -> types.put(name, type));
      ofColumn(translator, values, column)
          .flatMap(CommonTypes::ofRows)
          .ifPresent(type -> exact.put(name, type));
      casts.add(
          Optional.ofNullable(exact.get(name))
              .filter(type -> settings.ansi())
              .filter(
                  type ->
                      CommonTypes.differFromDuckDb(
                          ofColumn(translator, values, column).orElseThrow(), type)));
    }
    for (ExpressionContext row : values.expression()) {
      if (fields(row).size() != first.size()) {
        problem(
            row,
            "Cannot read VALUES: a row has "
                + fields(row).size()
                + " values, the first has "
                + first.size());
      }
    }
    String sql =
        "VALUES "
            + values.expression().stream()
                .map(row -> row(translator, row, casts))
                .collect(Collectors.joining(", "));
    return new TranslatedQuery(
        sql, new Columns(names, Columns.Extent.WRITTEN, Set.of(), families, types, exact));
  }

  /** The types of a column's values, where all are certain. */
  private static Optional<List<DataType>> ofColumn(
      ExpressionTranslator translator, ValuesContext values, int column) {
    List<DataType> types = new ArrayList<>();
    for (ExpressionContext row : values.expression()) {
      List<ExpressionContext> fields = fields(row);
      if (fields.size() > column && !Literals.isNull(fields.get(column))) {
        Optional<DataType> type = translator.exactType(fields.get(column));
        if (type.isEmpty()) {
          return Optional.empty();
        }
        types.add(type.get());
      }
    }
    return Optional.of(types);
  }

  private static List<ExpressionContext> fields(ExpressionContext row) {
    return RowConstructors.fields(row).orElseGet(() -> List.of(row));
  }

  private static String row(
      ExpressionTranslator translator, ExpressionContext row, List<Optional<DataType>> casts) {
    List<String> values = new ArrayList<>();
    for (ExpressionContext value : fields(row)) {
      Optional<DataType> type =
          values.size() < casts.size() ? casts.get(values.size()) : Optional.empty();
      String sql = translator.translate(value);
      values.add(
          type.map(wanted -> "CAST(" + sql + " AS " + Casts.duckdb(wanted) + ")").orElse(sql));
    }
    return values.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  /** Adds ORDER BY and LIMIT. */
  TranslatedQuery end(TranslatedQuery query, Optional<QueryEndContext> end, Scope scope) {
    if (end.isEmpty()) {
      return query;
    }
    query.columns().names().forEach(scope::addAlias);
    Scope open = query.columns().known() ? scope : openScope(scope);
    String sql = query.sql() + end(end.get(), open, query.streaming());
    return new TranslatedQuery(sql, query.columns(), query.streams());
  }

  private static Scope openScope(Scope outer) {
    Scope scope = new Scope(Optional.of(outer));
    scope.add(new Scope.Relation(Optional.empty(), Columns.UNKNOWN));
    return scope;
  }

  /** ORDER BY and LIMIT of a query. */
  String end(QueryEndContext end, Scope scope, boolean streaming) {
    if (streaming && end.ORDER() != null) {
      problem(end, "Cannot order a stream: a streaming table has no order; leave ORDER BY out");
    }
    return (end.ORDER() == null ? "" : orderBy(end, scope)) + limit(end, scope, streaming);
  }

  /** ORDER BY is checked and left out: rows that are merged group by group have no order. */
  void endOfAggregate(QueryEndContext end, Scope scope) {
    if (end.ORDER() != null) {
      orderBy(end, scope);
    }
    limit(end, scope, true);
  }

  private String orderBy(QueryEndContext end, Scope scope) {
    return " "
        + (end.orderAll != null
            ? "ORDER BY ALL" + FunctionCalls.direction(end.direction, end.nullOrder)
            : "ORDER BY "
                + (end.unsupportedOrder == null ? end.sortItem() : List.of(end.sortItem(0)))
                    .stream().map(item -> sortItem(item, scope)).collect(Collectors.joining(", ")));
  }

  /** A name alone is a column of the result; within an expression it stands for its item. */
  private String sortItem(SortItemContext item, Scope scope) {
    boolean name =
        ReferenceTranslator.pathOf(item.expression()).filter(path -> path.size() == 1).isPresent();
    scope.replaceAliases(!name);
    return FunctionCalls.sortItem(new ExpressionTranslator(this, scope), item);
  }

  private String limit(QueryEndContext end, Scope scope, boolean streaming) {
    StringBuilder sql = new StringBuilder();
    ExpressionTranslator translator = new ExpressionTranslator(this, scope);
    if (end.unsupportedOrder != null) {
      problem(
          end,
          "Unsupported clause " + end.unsupportedOrder.getText().toUpperCase(Locale.ROOT) + " BY");
    }
    if (end.limit != null || end.offset != null) {
      if (streaming) {
        problem(end, "Cannot limit a stream: use a MATERIALIZED VIEW, or leave LIMIT out");
      }
      if (end.limit != null) {
        sql.append(" LIMIT ").append(translator.operand(end.limit));
      }
      if (end.offset != null) {
        sql.append(" OFFSET ").append(translator.operand(end.offset));
      }
    }
    return sql.toString();
  }
}
