package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tells which rule cannot be evaluated, and for which row. */
final class RuleDiagnosis {
  private final DuckDb duckDb;
  private final List<Rule> rules;

  RuleDiagnosis(DuckDb duckDb, List<Rule> rules) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.rules = List.copyOf(rules);
  }

  /**
   * What is to be thrown for a failure while rules were counted over {@code source}: one that names
   * rule and row, or the failure itself where it is the query's.
   */
  EngineException explain(EngineException failure, String source) {
    return rules.stream()
        .map(rule -> failure(rule, source))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(failure);
  }

  private Optional<EngineException> failure(Rule rule, String source) {
    Optional<EngineException> failure = evaluate(rule, source);
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    try {
      String row = firstRow(rule, source);
      return Optional.of(
          new EngineException(
              "Cannot evaluate rule %s: %s. The first row where it fails: %s"
                  .formatted(rule.name(), failure.get().getMessage(), row),
              failure.get()));
    } catch (EngineException e) {
      // the query itself fails
      return Optional.empty();
    }
  }

  private Optional<EngineException> evaluate(Rule rule, String source) {
    try {
      duckDb.execute(
          "SELECT count(*) FILTER (WHERE %s) FROM %s AS q".formatted(RuleSql.broken(rule), source));
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e);
    }
  }

  /** Halves what may hold the row: what failed cannot say where. */
  private String firstRow(Rule rule, String source) {
    long good = 0;
    long bad = duckDb.query("SELECT count(*) FROM " + source, RuleDiagnosis::number);
    while (bad - good > 1) {
      long middle = (good + bad) / 2;
      String first = "(SELECT * FROM %s AS q LIMIT %d)".formatted(source, middle);
      if (evaluate(rule, first).isPresent()) {
        bad = middle;
      } else {
        good = middle;
      }
    }
    return duckDb.query(
        "SELECT CAST(to_json(%s) AS VARCHAR) FROM (SELECT * FROM %s AS r LIMIT 1 OFFSET %d) AS %s"
            .formatted(Sql.ROW, source, good, Sql.ROW),
        row -> {
          row.next();
          return row.getString(1);
        });
  }

  private static long number(ResultSet row) throws SQLException {
    row.next();
    return row.getLong(1);
  }
}
