package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.WriteRequest.Trace;
import java.util.List;
import java.util.Optional;

/** Rows of a query that may stay by its rules, kept in a table so that each is made once. */
final class KeptRows implements Relation {
  private final DuckDb duckDb;
  private final String table;

  private KeptRows(DuckDb duckDb, String table) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.table = requireNonNull(table, "table is null");
  }

  /** The rows and what was counted of them, dropped ones too. */
  record Checked(KeptRows rows, RuleCounts counts) {}

  /**
   * @param table a name for it
   * @throws RuleViolationException where a rule that fails the update is broken
   */
  static Checked of(
      DuckDb duckDb, String table, String sql, List<Rule> rules, Optional<Trace> trace) {
    RuleSql conditions = new RuleSql(rules);
    // what differs from call to call cannot be found again
    boolean repeatable = !SpecialCalls.anyRandom(sql) && SpecialCalls.ofModels(sql) == 0;
    RuleCheck check = new RuleCheck(duckDb, conditions, trace.filter(traced -> repeatable));
    String name = Sql.identifier(table);
    duckDb.execute("CREATE OR REPLACE TEMP TABLE " + name + " AS " + sql);
    RuleCounts counts;
    try {
      counts = check.count(name);
    } catch (EngineException e) {
      throw new RuleDiagnosis(duckDb, rules).explain(e, name);
    }
    check.failOnViolations(counts, name);
    if (counts.dropped() > 0) {
      duckDb.execute("DELETE FROM %s AS q WHERE NOT %s".formatted(name, conditions.written()));
    }
    return new Checked(new KeptRows(duckDb, table), counts);
  }

  @Override
  public String sql(MetadataColumn metadata) {
    return "SELECT * FROM " + Sql.identifier(table);
  }

  @Override
  public void close() {
    duckDb.execute("DROP TABLE IF EXISTS " + Sql.identifier(table));
  }
}
