package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.grammar.PipelineParser.RelationNameContext;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Reads what has a name: tables, views, and the queries of a WITH. Puts it into the scope. */
final class NamedRelations {
  private final QueryTranslator queries;
  private final Scope scope;

  NamedRelations(QueryTranslator queries, Scope scope) {
    this.queries = requireNonNull(queries, "queries is null");
    this.scope = requireNonNull(scope, "scope is null");
  }

  /** A dataset or named query under its own or a given name. */
  TranslatedQuery read(RelationNameContext name, Optional<String> alias, boolean stream) {
    List<String> parts = Text.parts(name.qualifiedName());
    String last = parts.get(parts.size() - 1);
    String visible = alias.orElse(last);
    Optional<QueryTranslator.NamedQuery> named =
        parts.size() == 1 ? queries.namedQuery(last) : Optional.empty();
    if (named.isPresent()) {
      scope.add(new Scope.Relation(Optional.of(visible), named.get().columns()));
      return new TranslatedQuery(
          as(Text.quoted(named.get().duckdbName()), named.get().duckdbName(), visible),
          named.get().columns(),
          named.get().streaming());
    }
    Optional<Dataset> dataset = queries.datasets().find(parts);
    if (dataset.isEmpty()) {
      if (!queries.datasets().isUnreadable(last)) {
        queries.problem(name, UnknownTables.message(parts, queries.datasets()));
      }
      return unknown(visible, stream);
    }
    if (!dataset.get().isView()) {
      return stored(name, dataset.get(), visible, stream);
    }
    // that a view's query is missing is told where it is declared
    return dataset.get().flows().isEmpty()
        ? unknown(visible, stream)
        : view(name, dataset.get(), visible, stream);
  }

  /** Stands for what has been found wrong elsewhere. */
  private TranslatedQuery unknown(String visible, boolean stream) {
    scope.add(new Scope.Relation(Optional.of(visible), Columns.UNKNOWN));
    return new TranslatedQuery(Text.quoted(visible), Columns.UNKNOWN, stream);
  }

  private TranslatedQuery stored(
      ParserRuleContext where, Dataset dataset, String visible, boolean stream) {
    if (stream && dataset.kind() == TableKind.MATERIALIZED_VIEW) {
      queries.problem(
          where,
          "Cannot read materialized view "
              + dataset.name()
              + " as a stream: an update may change any of its rows; read it without STREAM or make"
              + " it a STREAMING TABLE");
    } else if (stream && dataset.kind() == TableKind.APPLIED_CHANGES) {
      queries.problem(
          where,
          "Cannot read "
              + dataset.name()
              + " as a stream: changes are applied to it, so an update changes rows; read it without"
              + " STREAM, or the changes themselves");
    } else if (stream && dataset.aggregated()) {
      queries.problem(
          where,
          "Cannot read "
              + dataset.name()
              + " as a stream: it aggregates, so an update changes rows; read it without STREAM");
    }
    TableSource source = queries.sources().table(dataset.name(), stream);
    Columns columns = queries.sources().found(source).orElse(dataset.columns());
    queries.sources().reads(columns);
    scope.add(new Scope.Relation(Optional.of(visible), columns));
    return new TranslatedQuery(
        as(Text.quoted(source.relation()), source.relation(), visible), columns, stream);
  }

  private TranslatedQuery view(
      ParserRuleContext where, Dataset view, String visible, boolean stream) {
    boolean checked = Constraints.has(view);
    TranslatedQuery relation = checked ? checked(view) : folded(view, visible);
    if (stream && !relation.streaming()) {
      queries.problem(
          where,
          "View "
              + view.name()
              + " is not a streaming view: read it without STREAM, or use STREAM in the view");
    } else if (!stream && relation.streaming()) {
      queries.problem(
          where, "View " + view.name() + " is a streaming view: read it as STREAM " + view.name());
    }
    scope.add(new Scope.Relation(Optional.of(visible), relation.columns()));
    return checked
        ? new TranslatedQuery(
            as(relation.sql(), view.name(), visible), relation.columns(), relation.streaming())
        : relation;
  }

  private TranslatedQuery folded(Dataset view, String visible) {
    TranslatedQuery query = queries.ofView(view).view(view);
    return new TranslatedQuery(
        named(query, view, visible),
        query.columns().renamed(view.viewColumns()),
        query.streaming());
  }

  private static String named(TranslatedQuery query, Dataset view, String name) {
    return "("
        + query.sql()
        + ") AS "
        + Text.quoted(name)
        + (view.viewColumns().isEmpty() ? "" : QueryTranslator.list(view.viewColumns()));
  }

  /** A view whose rows are counted and dropped before the query reads them. */
  private TranslatedQuery checked(Dataset view) {
    Optional<TranslatedQuery> known = queries.sources().view(view.name());
    if (known.isPresent()) {
      return known.get();
    }
    QueryTranslator translator = queries.ofView(view);
    TranslatedQuery query = translator.view(view);
    Columns columns = query.columns().renamed(view.viewColumns());
    boolean renamed = !view.viewColumns().isEmpty();
    List<Expectation> expectations =
        new Constraints(view, translator, translator.relationNames(), columns).translate();
    String sql = renamed ? "SELECT * FROM " + named(query, view, view.name()) : query.sql();
    TranslatedQuery relation =
        new TranslatedQuery(Text.quoted(view.name()), columns, query.streaming());
    queries
        .sources()
        .view(
            new CheckedView(
                view.name(),
                sql,
                renamed ? Optional.empty() : translator.tracedSql(),
                expectations),
            relation);
    return relation;
  }

  private static String as(String sql, String name, String visible) {
    return name.equals(visible) ? sql : sql + " AS " + Text.quoted(visible);
  }
}
