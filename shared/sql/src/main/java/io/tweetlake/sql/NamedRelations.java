package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.grammar.PipelineParser.RelationNameContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Optional<NamedQuery> named = parts.size() == 1 ? queries.namedQuery(last) : Optional.empty();
    if (named.isPresent()) {
      TranslatedQuery relation = named.get().read(queries.rows());
      scope.add(new Scope.Relation(Optional.of(visible), relation.columns()));
      return new TranslatedQuery(
          as(Text.quoted(relation.sql()), relation.sql(), visible),
          relation.columns(),
          relation.streams());
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
    return new TranslatedQuery(
        Text.quoted(visible), Columns.UNKNOWN, stream ? Set.of(visible) : Set.of());
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
    String relation = queries.sources().relation(source, queries.rows());
    return new TranslatedQuery(
        as(Text.quoted(relation), relation, visible),
        columns,
        stream ? Set.of(source.relation()) : Set.of());
  }

  private TranslatedQuery view(
      ParserRuleContext where, Dataset view, String visible, boolean stream) {
    boolean checked = Constraints.has(view) && queries.rows() == StreamRows.NEW;
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
            as(relation.sql(), view.name(), visible), relation.columns(), relation.streams())
        : relation;
  }

  private TranslatedQuery folded(Dataset view, String visible) {
    if (Constraints.has(view)) {
      return kept(view, visible);
    }
    TranslatedQuery query = queries.ofView(view).view(view);
    return new TranslatedQuery(
        named(query, view, visible), query.columns().renamed(view.viewColumns()), query.streams());
  }

  /** Past rows of a view with constraints, which were counted when they were new. */
  private TranslatedQuery kept(Dataset view, String visible) {
    Checked past = translated(view);
    return new TranslatedQuery(
        "(" + past.view().keptSql() + ") AS " + Text.quoted(visible),
        past.relation().columns(),
        past.relation().streams());
  }

  private record Checked(CheckedView view, TranslatedQuery relation) {}

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
    Checked made = translated(view);
    queries.sources().view(made.view(), made.relation());
    return made.relation();
  }

  private Checked translated(Dataset view) {
    QueryTranslator translator = queries.ofView(view);
    TranslatedQuery query = translator.view(view);
    Columns columns = query.columns().renamed(view.viewColumns());
    boolean renamed = !view.viewColumns().isEmpty();
    List<Expectation> expectations =
        new Constraints(view, translator, translator.relationNames(), columns).translate();
    String sql = renamed ? "SELECT * FROM " + named(query, view, view.name()) : query.sql();
    TranslatedQuery relation =
        new TranslatedQuery(Text.quoted(view.name()), columns, query.streams());
    return new Checked(
        new CheckedView(
            view.name(), sql, renamed ? Optional.empty() : translator.tracedSql(), expectations),
        relation);
  }

  private static String as(String sql, String name, String visible) {
    return name.equals(visible) ? sql : sql + " AS " + Text.quoted(visible);
  }
}
