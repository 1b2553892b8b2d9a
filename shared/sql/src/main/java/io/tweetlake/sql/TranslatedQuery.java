package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A query or relation in DuckDB's SQL.
 *
 * @param columns what it returns
 * @param streams the relations of the streams that it reads
 */
record TranslatedQuery(String sql, Columns columns, Set<String> streams) {
  TranslatedQuery {
    requireNonNull(sql, "sql is null");
    requireNonNull(columns, "columns is null");
    streams = Set.copyOf(streams);
  }

  /** One that reads no stream. */
  TranslatedQuery(String sql, Columns columns) {
    this(sql, columns, Set.of());
  }

  boolean streaming() {
    return !streams.isEmpty();
  }
}
