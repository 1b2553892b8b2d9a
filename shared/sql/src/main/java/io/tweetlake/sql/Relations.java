package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.grammar.PipelineParser.ChangeSourceContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.sql.grammar.PipelineParser.JoinContext;
import io.tweetlake.sql.grammar.PipelineParser.LateralViewContext;
import io.tweetlake.sql.grammar.PipelineParser.NestedRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.PivotContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationNameContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.ReshapeContext;
import io.tweetlake.sql.grammar.PipelineParser.SkipChangeCommitsContext;
import io.tweetlake.sql.grammar.PipelineParser.StreamRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.StreamedContext;
import io.tweetlake.sql.grammar.PipelineParser.TableAliasContext;
import io.tweetlake.sql.grammar.PipelineParser.TableFunctionContext;
import io.tweetlake.sql.grammar.PipelineParser.TableRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.TableSampleContext;
import io.tweetlake.sql.grammar.PipelineParser.TableSuffixContext;
import io.tweetlake.sql.grammar.PipelineParser.UnpivotContext;
import io.tweetlake.sql.grammar.PipelineParser.ValuesRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.WatermarkContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.tree.ParseTree;

/** Translates what stands in FROM and puts it into the query's scope. */
final class Relations {
  /** Start, end and step of {@code range}; a fourth argument says how many tasks compute it. */
  private static final int RANGE_BOUNDS = 3;

  private static final Set<String> INNER_JOINS = Set.of("", "INNER", "CROSS");

  /** What the grammar makes of an alias that is not written. */
  private static final TableAliasContext NO_ALIAS = new TableAliasContext(null, -1);

  private static final Set<String> MESSAGE_SOURCES =
      Set.of("read_kafka", "read_kinesis", "read_pubsub", "read_pulsar");

  private final QueryTranslator queries;
  private final Scope scope;
  private final StreamTerm term;

  /**
   * @param term which rows of streams are read
   */
  Relations(QueryTranslator queries, Scope scope, StreamTerm term) {
    this.queries = requireNonNull(queries, "queries is null");
    this.scope = requireNonNull(scope, "scope is null");
    this.term = requireNonNull(term, "term is null");
  }

  /** A relation with its joins. Its columns are in the scope afterwards. */
  TranslatedQuery relation(RelationContext relation) {
    boolean lateral = relation.LATERAL() != null;
    if (relation.reshape().isEmpty()) {
      TranslatedQuery left = primary(relation.relationPrimary(), lateral);
      return joined(left, relation.join());
    }
    Scope inner = new Scope(Optional.of(scope));
    TranslatedQuery left =
        new Relations(queries, inner, term).primary(relation.relationPrimary(), lateral);
    for (ParseTree part : relation.children) {
      if (part instanceof JoinContext join) {
        left = new Relations(queries, inner, term).joined(left, List.of(join));
      } else if (part instanceof ReshapeContext reshape) {
        Scope reshaped = new Scope(Optional.of(scope));
        left = new Relations(queries, reshaped, term).reshaped(reshape, inner, left);
        inner = reshaped;
      }
    }
    scope.addAll(inner);
    return left;
  }

  /** What a table's changes are read from. */
  TranslatedQuery changes(ChangeSourceContext source) {
    if (source.query() != null) {
      TranslatedQuery query = queries.query(source.query(), Optional.of(scope), QueryRole.SUBQUERY);
      return aliased("(" + query.sql() + ")", query, NO_ALIAS, Optional.empty());
    }
    boolean stream = source.STREAM() != null;
    suffixes(source.tableSuffix(), stream);
    StreamedContext streamed = source.streamed();
    TranslatedQuery relation =
        streamed.tableFunction() != null
            ? function(streamed.tableFunction(), NO_ALIAS, stream)
            : aliasedTable(streamed.relationName(), NO_ALIAS, stream);
    watermarks(source.tableSuffix(), relation);
    return relation;
  }

  private void watermarks(List<TableSuffixContext> suffixes, TranslatedQuery relation) {
    for (TableSuffixContext suffix : suffixes) {
      if (suffix instanceof WatermarkContext watermark) {
        Watermark.check(watermark, relation, queries);
      }
    }
  }

  private TranslatedQuery joined(TranslatedQuery left, List<JoinContext> joins) {
    StringBuilder sql = new StringBuilder(left.sql());
    Set<String> streams = new LinkedHashSet<>(left.streams());
    for (JoinContext join : joins) {
      streams.addAll(join(join, sql, !streams.isEmpty()));
    }
    return new TranslatedQuery(sql.toString(), Columns.UNKNOWN, streams);
  }

  /** PIVOT or UNPIVOT of the relations in {@code input}. */
  private TranslatedQuery reshaped(ReshapeContext reshape, Scope input, TranslatedQuery left) {
    Optional<String> ownName =
        input.relations().size() == 1 ? input.relations().get(0).name() : Optional.empty();
    Reshaping reshaping = new Reshaping(queries, input, left.sql());
    if (reshape instanceof UnpivotContext unpivot) {
      TranslatedQuery query = reshaping.unpivot(unpivot, left.streams());
      return reshaped(query, unpivot.tableAlias(), ownName);
    }
    PivotContext pivot = (PivotContext) reshape;
    if (left.streaming()) {
      queries.problem(
          pivot,
          "Cannot keep PIVOT of a stream up incrementally: use a MATERIALIZED VIEW, or count_if and"
              + " sum with CASE");
    }
    return reshaped(reshaping.pivot(pivot, left.streams()), pivot.tableAlias(), ownName);
  }

  private TranslatedQuery reshaped(
      TranslatedQuery query, TableAliasContext alias, Optional<String> ownName) {
    String sql = "(" + query.sql() + ")";
    boolean named = alias.strictIdentifier() != null;
    String visible = named ? sql : sql + ownName.map(name -> " AS " + Text.quoted(name)).orElse("");
    return aliased(visible, query, alias, ownName);
  }

  /** Appends a join; gives the streams on its right. */
  private Set<String> join(JoinContext join, StringBuilder sql, boolean leftStreaming) {
    String type =
        join.joinType().children == null
            ? ""
            : join.joinType().children.stream()
                .map(word -> word.getText().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    boolean filters = type.endsWith("SEMI") || type.endsWith("ANTI");
    Scope joined = filters ? new Scope(Optional.of(scope)) : scope;
    TranslatedQuery right =
        new Relations(queries, joined, term).primary(join.right, join.LATERAL() != null);
    checkStreams(join, type, leftStreaming, right.streaming());
    boolean dropsRows =
        type.startsWith("LEFT")
            && join.LATERAL() != null
            && join.condition == null
            && LateralGenerators.onlyGenerates(join.right);
    if (dropsRows) {
      type = "";
    }
    sql.append(join.NATURAL() == null ? " " : " NATURAL ")
        .append(filters ? type.replace("LEFT ", "") : type)
        .append(type.isEmpty() ? "JOIN " : " JOIN ")
        .append(join.LATERAL() == null ? "" : "LATERAL ")
        .append(right.sql());
    if (join.condition != null) {
      sql.append(" ON ")
          .append(new ExpressionTranslator(queries, joined).condition(join.condition));
    } else if (join.USING() != null) {
      List<String> columns = Text.names(join.identifier());
      sql.append(" USING ").append(QueryTranslator.list(columns));
      if (!filters) {
        scope.mergeColumns(columns);
      }
    } else if (join.NATURAL() != null) {
      scope.mergeAllColumns();
    } else if (join.LATERAL() != null && !type.equals("CROSS")) {
      sql.append(" ON TRUE");
    } else if (!type.equals("CROSS")) {
      if (!type.isEmpty() && !type.equals("INNER")) {
        queries.problem(join, "Cannot join without a condition: add ON or USING");
      }
      sql.append(" ON TRUE");
    }
    return right.streams();
  }

  private void checkStreams(JoinContext join, String type, boolean left, boolean right) {
    if (left && right) {
      if (!INNER_JOINS.contains(type)) {
        queries.problem(
            join,
            "Cannot join two streams with "
                + type
                + ": a partner may come at any time; use INNER, read one of them without STREAM, or"
                + " use a MATERIALIZED VIEW");
      }
    } else if (left && (type.startsWith("RIGHT") || type.startsWith("FULL"))) {
      queries.problem(
          join, "Cannot keep rows of a table that find no partner in a stream: use LEFT or INNER");
    } else if (right && !INNER_JOINS.contains(type)) {
      if (!type.startsWith("RIGHT")) {
        queries.problem(
            join,
            "Cannot keep rows of a table that find no partner in a stream: put the stream first");
      }
    }
  }

  /**
   * @param lateral whether it may name columns of the relations before it
   */
  private TranslatedQuery primary(RelationPrimaryContext primary, boolean lateral) {
    if (primary instanceof NestedRelationContext nested) {
      TranslatedQuery relation = relation(nested.relation());
      if (nested.tableAlias().strictIdentifier() != null) {
        queries.problem(nested.tableAlias(), "Unsupported alias of a relation in parentheses");
      }
      return new TranslatedQuery("(" + relation.sql() + ")", Columns.UNKNOWN, relation.streams());
    }
    TranslatedQuery relation =
        new Relations(term.reader(queries), scope, term).single(primary, lateral);
    term.add(relation);
    return relation;
  }

  private TranslatedQuery single(RelationPrimaryContext primary, boolean lateral) {
    if (primary instanceof StreamRelationContext stream) {
      suffixes(stream.tableSuffix(), true);
      TranslatedQuery streamed = streamed(stream.streamed(), stream.tableAlias());
      if (stream.streamed().relationName() != null
          && stream.tableSuffix().stream().anyMatch(SkipChangeCommitsContext.class::isInstance)) {
        List<String> parts = Text.parts(stream.streamed().relationName().qualifiedName());
        queries.sources().skipChangeCommits(parts.get(parts.size() - 1));
        checkKeepsPastRows(stream);
      }
      watermarks(stream.tableSuffix(), streamed);
      return streamed;
    }
    if (primary instanceof TableRelationContext table) {
      suffixes(table.tableSuffix(), false);
      TranslatedQuery named = aliasedTable(table.relationName(), table.tableAlias(), false);
      watermarks(table.tableSuffix(), named);
      return named;
    }
    if (primary instanceof FunctionRelationContext function) {
      return Generators.NAMES.contains(Text.lower(Text.name(function.tableFunction().name)))
          ? generator(function.tableFunction(), function.tableAlias(), lateral)
          : function(function.tableFunction(), function.tableAlias(), false);
    }
    if (primary instanceof QueryRelationContext nested) {
      TranslatedQuery query = queries.query(nested.query(), Optional.of(scope), QueryRole.SUBQUERY);
      return aliased("(" + query.sql() + ")", query, nested.tableAlias(), Optional.empty());
    }
    return values((ValuesRelationContext) primary);
  }

  private TranslatedQuery values(ValuesRelationContext values) {
    TranslatedQuery query = queries.values(values.values(), Optional.of(scope));
    TableAliasContext alias = values.tableAlias();
    String sql = "(" + query.sql() + ")";
    if (!alias.identifier().isEmpty()) {
      return aliased(sql, query, alias, Optional.empty());
    }
    Optional<String> name = Optional.ofNullable(alias.strictIdentifier()).map(Text::name);
    scope.add(new Scope.Relation(name, query.columns()));
    String visible = name.orElse("values_" + scope.relations().size());
    return new TranslatedQuery(
        sql + " AS " + Text.quoted(visible) + QueryTranslator.list(query.columns().names()),
        query.columns());
  }

  private void checkKeepsPastRows(StreamRelationContext stream) {
    if (queries.rows() != StreamRows.NEW) {
      queries.problem(
          stream,
          "Cannot join a stream WITH (SKIPCHANGECOMMITS) with another stream: rows that are to find"
              + " partners later may be gone");
    }
  }

  private TranslatedQuery streamed(StreamedContext streamed, TableAliasContext alias) {
    return streamed.tableFunction() != null
        ? function(streamed.tableFunction(), alias, true)
        : aliasedTable(streamed.relationName(), alias, true);
  }

  private void suffixes(List<TableSuffixContext> suffixes, boolean stream) {
    for (TableSuffixContext suffix : suffixes) {
      if (suffix instanceof SkipChangeCommitsContext) {
        if (!stream) {
          queries.problem(suffix, "SKIPCHANGECOMMITS is for streams: add STREAM");
        }
      } else if (suffix instanceof TableSampleContext) {
        queries.problem(
            suffix,
            "Unsupported clause TABLESAMPLE: each update would draw other rows; filter by a column,"
                + " such as WHERE pmod(id, 10) = 0");
      } else if (!(suffix instanceof WatermarkContext)) {
        queries.problem(
            suffix,
            "Unsupported clause "
                + suffix.getStart().getText().toUpperCase(Locale.ROOT)
                + " of a table");
      }
    }
  }

  private TranslatedQuery aliasedTable(
      RelationNameContext name, TableAliasContext alias, boolean stream) {
    Optional<String> given =
        alias.strictIdentifier() == null
            ? Optional.empty()
            : Optional.of(Text.name(alias.strictIdentifier()));
    TranslatedQuery table = new NamedRelations(queries, scope).read(name, given, stream);
    List<String> columnNames = Text.names(alias.identifier());
    if (columnNames.isEmpty()) {
      return table;
    }
    scope.rename(columnNames);
    return new TranslatedQuery(
        table.sql() + QueryTranslator.list(columnNames),
        table.columns().renamed(columnNames),
        table.streams());
  }

  /** {@code FROM t, LATERAL explode(t.x) AS e(v)}. */
  private TranslatedQuery generator(
      TableFunctionContext function, TableAliasContext alias, boolean lateral) {
    for (FunctionArgumentContext argument : function.functionArgument()) {
      boolean named =
          argument.name != null && !Text.lower(Text.name(argument.name)).equals("collection");
      if (named || argument.alias != null) {
        queries.problem(
            argument, "Cannot give an argument of " + function.name.getText() + " a name");
      }
    }
    String name = Text.lower(Text.name(function.name));
    List<String> names = Text.names(alias.identifier());
    Optional<String> given = Optional.ofNullable(alias.strictIdentifier()).map(Text::name);
    Scope visible = lateral ? scope : new Scope(scope.outer());
    Optional<Generators.Rows> rows =
        Generators.rows(
            new ExpressionTranslator(queries, visible),
            function,
            name,
            function.functionArgument().stream().map(FunctionArgumentContext::expression).toList(),
            names);
    String sql = generated(rows, given, names);
    return new TranslatedQuery(sql, Columns.UNKNOWN);
  }

  private TranslatedQuery function(
      TableFunctionContext function, TableAliasContext alias, boolean stream) {
    String name = Text.lower(Text.name(function.name));
    if (name.equals("read_files") || name.equals("cloud_files")) {
      boolean streaming = stream || name.equals("cloud_files");
      FileFunction files = new FileFunction(queries, function, name);
      FileSource source = files.read(streaming);
      Columns columns = files.columns(source);
      queries.sources().reads(columns);
      if (streaming && queries.rows() != StreamRows.NEW) {
        queries.problem(
            function,
            "Cannot join a stream of files with another stream: read the files in a STREAMING TABLE"
                + " of their own, and join a stream of that");
      }
      TranslatedQuery query =
          new TranslatedQuery(
              Text.quoted(source.relation()),
              columns,
              streaming ? Set.of(source.relation()) : Set.of());
      return aliased(query.sql(), query, alias, Optional.of(source.relation()));
    }
    if (name.equals("range")) {
      if (stream) {
        queries.problem(function, "Cannot read function range as a stream: only read_files");
      }
      ExpressionTranslator translator = new ExpressionTranslator(queries, scope);
      String arguments =
          function.functionArgument().stream()
              .limit(RANGE_BOUNDS)
              .map(argument -> translator.translate(argument.expression()))
              .collect(Collectors.joining(", "));
      TranslatedQuery query =
          new TranslatedQuery(
              "(SELECT range AS \"id\" FROM range(" + arguments + "))", Columns.of(List.of("id")));
      return aliased(query.sql(), query, alias, Optional.empty());
    }
    List<String> known = new ArrayList<>(List.of("cloud_files", "range", "read_files"));
    known.addAll(Generators.NAMES);
    queries.problem(
        function,
        MESSAGE_SOURCES.contains(name)
            ? "Cannot read messages with "
                + name
                + ": have them written to S3 as files and read those with read_files"
            : "Unknown table function " + name + NearestName.hint(name, known));
    TranslatedQuery query =
        new TranslatedQuery(Text.quoted(name), Columns.UNKNOWN, stream ? Set.of(name) : Set.of());
    return aliased(query.sql(), query, alias, Optional.of(name));
  }

  private TranslatedQuery aliased(
      String sql, TranslatedQuery query, TableAliasContext alias, Optional<String> ownName) {
    if (alias.strictIdentifier() == null) {
      scope.add(new Scope.Relation(ownName, query.columns()));
      return new TranslatedQuery(sql, query.columns(), query.streams());
    }
    String name = Text.name(alias.strictIdentifier());
    List<String> columnNames = Text.names(alias.identifier());
    Columns columns = query.columns().renamed(columnNames);
    scope.add(new Scope.Relation(Optional.of(name), columns));
    return new TranslatedQuery(
        sql
            + " AS "
            + Text.quoted(name)
            + (columnNames.isEmpty() ? "" : QueryTranslator.list(columnNames)),
        columns,
        query.streams());
  }

  /** {@code LATERAL VIEW explode(x) t AS c}: a join with what the function makes of each row. */
  String lateralView(LateralViewContext view) {
    String function = Text.lower(Text.name(view.function));
    if (view.OUTER() != null && !function.endsWith("_outer") && hasOuterSibling(function)) {
      function += "_outer";
    }
    List<IdentifierContext> identifiers = view.identifier();
    List<String> names =
        Text.names(identifiers.subList(view.table == null ? 1 : 2, identifiers.size()));
    String table =
        view.table == null ? "lateral_" + scope.relations().size() : Text.name(view.table);
    Optional<Generators.Rows> rows = Optional.empty();
    if (Generators.NAMES.contains(function)) {
      ExpressionTranslator translator = new ExpressionTranslator(queries, scope);
      rows = Generators.rows(translator, view, function, view.expression(), names);
    } else {
      queries.problem(view, unknownGenerator(function));
    }
    return " CROSS JOIN LATERAL " + generated(rows, Optional.of(table), names);
  }

  private static boolean hasOuterSibling(String function) {
    return Generators.NAMES.contains(function + "_outer");
  }

  private static String unknownGenerator(String function) {
    return "Cannot use "
        + function
        + " here: it does not make several rows of one"
        + NearestName.hint(function, Generators.NAMES);
  }

  /** Puts what a function makes of a row into the scope. */
  private String generated(
      Optional<Generators.Rows> rows, Optional<String> name, List<String> names) {
    scope.add(
        new Scope.Relation(
            name,
            rows.map(Generators.Rows::columns)
                .orElse(names.isEmpty() ? Columns.UNKNOWN : Columns.of(names))));
    return rows.map(Generators.Rows::relation).orElse("(SELECT NULL)")
        + name.map(alias -> " AS " + Text.quoted(alias)).orElse("")
        + (names.isEmpty() ? "" : QueryTranslator.list(names));
  }
}
