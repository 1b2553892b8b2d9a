package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/**
 * A query or relation in DuckDB's SQL.
 *
 * @param columns what it returns
 * @param streaming whether it reads a stream
 */
record TranslatedQuery(String sql, Columns columns, boolean streaming) {
  TranslatedQuery {
    requireNonNull(sql, "sql is null");
    requireNonNull(columns, "columns is null");
  }
}
