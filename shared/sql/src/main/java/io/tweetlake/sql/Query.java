package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A table's SELECT.
 *
 * @param sql as written, in Spark SQL
 * @param duckdbSql the same for DuckDB; reads only the relations of {@code sources}
 * @param sources in the order in which they first appear
 * @param models names of the models that {@code ai_query} calls, in order of appearance
 * @param aggregation set for a streaming aggregate
 */
public record Query(
    String sql,
    String duckdbSql,
    List<Source> sources,
    List<String> models,
    Optional<Aggregation> aggregation) {
  public Query {
    requireNonNull(sql, "sql is null");
    requireNonNull(duckdbSql, "duckdbSql is null");
    sources = List.copyOf(sources);
    models = List.copyOf(models);
    requireNonNull(aggregation, "aggregation is null");
  }
}
