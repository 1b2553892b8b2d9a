package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table's SELECT.
 *
 * @param sql as written, in Spark SQL
 * @param duckdbSql the same for DuckDB; reads only the relations of {@code views} and {@code
 *     sources}, and those of their past rows. Of an aggregate of joined streams it is right only
 *     where all rows are new
 * @param views those with constraints, each after those that it reads
 * @param sources in the order in which they first appear
 * @param models names of the models that {@code ai_query} calls, in order of appearance
 * @param aggregation set for a streaming aggregate
 * @param tracedSql {@code duckdbSql} with one more column, {@link #INPUT}: the row of the first
 *     source that a row was made of, as JSON. Empty where rows are made of several
 */
public record Query(
    String sql,
    String duckdbSql,
    List<CheckedView> views,
    List<Source> sources,
    List<String> models,
    Optional<Aggregation> aggregation,
    Optional<String> tracedSql) {
  /** The column that a traced query adds. */
  public static final String INPUT = "__tweetlake_input";

  public Query {
    requireNonNull(sql, "sql is null");
    requireNonNull(duckdbSql, "duckdbSql is null");
    views = List.copyOf(views);
    sources = List.copyOf(sources);
    models = List.copyOf(models);
    requireNonNull(aggregation, "aggregation is null");
    requireNonNull(tracedSql, "tracedSql is null");
  }

  /**
   * A part of this query's SQL and its views as one statement, which gives the same rows without
   * counting them.
   */
  public String withViews(String part) {
    return views.isEmpty()
        ? part
        : views.stream()
            .map(CheckedView::definition)
            .collect(Collectors.joining(", ", "WITH ", " SELECT * FROM (" + part + ")"));
  }
}
