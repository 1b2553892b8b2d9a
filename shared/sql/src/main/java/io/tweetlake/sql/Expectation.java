package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/**
 * A rule about each row of a table.
 *
 * @param name unique within its table
 * @param predicate as written, in Spark SQL
 * @param duckdbPredicate the same for DuckDB, over the columns of the table's query
 */
public record Expectation(
    String name,
    String predicate,
    String duckdbPredicate,
    ViolationAction action,
    Position position) {
  public Expectation {
    requireNonNull(name, "name is null");
    requireNonNull(predicate, "predicate is null");
    requireNonNull(duckdbPredicate, "duckdbPredicate is null");
    requireNonNull(action, "action is null");
    requireNonNull(position, "position is null");
  }
}
