package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A view with constraints, as a query reads it: where rules are counted and rows dropped on the
 * way, the view's rows are made once, before the query runs.
 *
 * @param name of the view, and of the relation that the query reads its rows from
 * @param duckdbSql what gives the rows, before any is dropped; may read views of the same query
 *     that come before this one
 * @param tracedSql the same with the column {@link Query#INPUT}, where rows can be traced
 */
public record CheckedView(
    String name, String duckdbSql, Optional<String> tracedSql, List<Expectation> expectations) {
  public CheckedView {
    requireNonNull(name, "name is null");
    requireNonNull(duckdbSql, "duckdbSql is null");
    requireNonNull(tracedSql, "tracedSql is null");
    expectations = List.copyOf(expectations);
  }

  /** The rows that may stay, as {@code WITH} takes them. */
  String definition() {
    return Text.quoted(name) + " AS (" + keptSql() + ")";
  }

  /** The rows that may stay, without counting them. */
  String keptSql() {
    String dropping =
        expectations.stream()
            .filter(rule -> rule.action() == ViolationAction.DROP_ROW)
            .map(rule -> "(" + rule.duckdbPredicate() + ")")
            .collect(Collectors.joining(" AND "));
    return "SELECT * FROM ("
        + duckdbSql
        + ") AS q"
        + (dropping.isEmpty() ? "" : " WHERE " + dropping);
  }
}
