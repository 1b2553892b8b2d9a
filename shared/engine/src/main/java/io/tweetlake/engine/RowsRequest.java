package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Rows that are made once and then read by name.
 *
 * @param relation the name
 * @param sql DuckDB SQL over relations that the workspace knows
 * @param trace the same query with one more column, for the message about a row that fails the
 *     update
 */
public record RowsRequest(
    String relation, String sql, List<Rule> rules, Optional<WriteRequest.Trace> trace) {
  public RowsRequest {
    requireNonNull(relation, "relation is null");
    requireNonNull(sql, "sql is null");
    rules = List.copyOf(rules);
    requireNonNull(trace, "trace is null");
  }
}
