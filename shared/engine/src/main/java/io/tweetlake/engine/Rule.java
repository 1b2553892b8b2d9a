package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

/**
 * A predicate that is counted over every row of a query. NULL counts as broken.
 *
 * @param predicateSql DuckDB SQL over the query's columns
 */
public record Rule(String name, String predicateSql, Action action) {

  /** What becomes of a row that breaks a rule. */
  public enum Action {
    KEEP,
    DROP,
    FAIL,
    QUARANTINE
  }

  public Rule {
    requireNonNull(name, "name is null");
    requireNonNull(predicateSql, "predicateSql is null");
    requireNonNull(action, "action is null");
  }
}
