package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.engine.WriteRequest.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts rules over rows, and fails where a rule that fails the update is broken. */
final class RuleCheck {
  private final DuckDb duckDb;
  private final RuleSql rules;
  private final Optional<Trace> trace;

  /**
   * @param trace the query of the rows with what each was made of
   */
  RuleCheck(DuckDb duckDb, RuleSql rules, Optional<Trace> trace) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.trace = requireNonNull(trace, "trace is null");
  }

  RuleCounts count(String source) {
    List<String> outcomes = rules.outcomes();
    String select =
        outcomes.stream()
            .map(outcome -> ", count(*) FILTER (WHERE " + outcome + ")")
            .collect(Collectors.joining("", "SELECT count(*)", " FROM " + source + " AS q"));
    return duckDb.query(
        select,
        row -> {
          row.next();
          long[] counts = new long[outcomes.size()];
          for (int i = 0; i < counts.length; i++) {
            counts[i] = row.getLong(i + 2);
          }
          return rules.counts(row.getLong(1), counts);
        });
  }

  /**
   * @throws RuleViolationException where a rule that fails the update is broken
   */
  void failOnViolations(RuleCounts counts, String source) {
    List<RuleCount> violated = counts.violated();
    if (violated.isEmpty()) {
      return;
    }
    String rows = trace.map(traced -> "(" + traced.sql() + "\n)").orElse(source);
    String row =
        duckDb.query(
            "SELECT CAST(to_json(%s) AS VARCHAR) FROM %s AS %s WHERE %s LIMIT 1"
                .formatted(Sql.ROW, rows, Sql.ROW, rules.failed()),
            result -> {
              result.next();
              return result.getString(1);
            });
    throw violation(violated, row);
  }

  private RuleViolationException violation(List<RuleCount> violated, String row) {
    if (trace.isEmpty()) {
      return new RuleViolationException(violated, row, Optional.empty());
    }
    try {
      ObjectNode members = (ObjectNode) Json.MAPPER.readTree(row);
      String input = members.remove(trace.orElseThrow().column()).toString();
      return new RuleViolationException(violated, members.toString(), Optional.of(input));
    } catch (JsonProcessingException e) {
      throw new EngineException("Cannot read a row: " + row, e);
    }
  }
}
