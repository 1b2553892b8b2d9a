package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.QueryEndContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Translates one SELECT: once for each {@link StreamTerm} where it joins streams, and unites what
 * that gives.
 */
final class StreamSelect {
  private final QueryTranslator queries;
  private final SelectQueryContext select;
  private final Optional<Scope> outer;
  private Optional<Aggregation> aggregation = Optional.empty();
  private Optional<String> tracedSql = Optional.empty();
  private List<String> relationNames = List.of();

  StreamSelect(QueryTranslator queries, SelectQueryContext select, Optional<Scope> outer) {
    this.queries = requireNonNull(queries, "queries is null");
    this.select = requireNonNull(select, "select is null");
    this.outer = requireNonNull(outer, "outer is null");
  }

  /** See {@link SelectTranslator#aggregation()}. */
  Optional<Aggregation> aggregation() {
    return aggregation;
  }

  /** See {@link SelectTranslator#tracedSql()}. */
  Optional<String> tracedSql() {
    return tracedSql;
  }

  /** See {@link SelectTranslator#relationNames()}. */
  List<String> relationNames() {
    return relationNames;
  }

  /** See {@link SelectTranslator#translate}. */
  TranslatedQuery translate(Optional<QueryEndContext> end, QueryRole role) {
    StreamTerm only = StreamTerm.only();
    SelectTranslator translator = new SelectTranslator(queries, select, outer, only);
    TranslatedQuery translated = translator.translate(end, role);
    aggregation = translator.aggregation();
    tracedSql = translator.tracedSql();
    relationNames = translator.relationNames();
    List<StreamTerm> terms = only.terms();
    boolean readsNewRows = queries.rows() == StreamRows.NEW && !queries.sources().readsWhole();
    return terms.size() > 1 && readsNewRows ? united(terms, translated, end, role) : translated;
  }

  private TranslatedQuery united(
      List<StreamTerm> terms,
      TranslatedQuery whole,
      Optional<QueryEndContext> end,
      QueryRole role) {
    List<String> queriesOfTerms = new ArrayList<>();
    List<String> traced = new ArrayList<>();
    List<String> partial = new ArrayList<>();
    for (StreamTerm term : terms) {
      SelectTranslator translator = new SelectTranslator(queries, select, outer, term);
      queriesOfTerms.add(translator.translate(end, role).sql());
      translator.tracedSql().ifPresent(traced::add);
      translator.aggregation().map(Aggregation::partialSql).ifPresent(partial::add);
      queries.sources().meet(term.streamsWithNewRows(), term.streamsWithPastRows());
    }
    tracedSql = tracedSql.map(sql -> union(traced));
    aggregation =
        aggregation.map(
            found -> new Aggregation(union(partial), found.mergeSql(), found.hiddenColumns()));
    // a group of all rows at once must not be several; where all rows are new, the first term has
    // them all
    String sql = aggregation.isPresent() ? queriesOfTerms.get(0) : union(queriesOfTerms);
    return new TranslatedQuery(sql, whole.columns(), whole.streams());
  }

  private static String union(List<String> terms) {
    return String.join(" UNION ALL ", terms);
  }
}
