package io.tweetlake.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules as conditions over a query's columns. NULL breaks a rule. */
final class RuleSql {
  private final List<Rule> rules;

  RuleSql(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static String met(Rule rule) {
    return "((" + rule.predicateSql() + ") IS TRUE)";
  }

  static String broken(Rule rule) {
    return "NOT " + met(rule);
  }

  boolean has(Rule.Action action) {
    return rules.stream().anyMatch(rule -> rule.action() == action);
  }

  String quarantined() {
    return anyBroken(Rule.Action.QUARANTINE);
  }

  String failed() {
    return anyBroken(Rule.Action.FAIL);
  }

  String dropped() {
    return "(" + anyBroken(Rule.Action.DROP) + " AND NOT " + quarantined() + ")";
  }

  String written() {
    return "NOT (" + anyBroken(Rule.Action.DROP) + " OR " + quarantined() + ")";
  }

  /** Conditions that are never NULL: written, quarantined, and then each rule's being broken. */
  List<String> outcomes() {
    return Stream.concat(Stream.of(written(), quarantined()), rules.stream().map(RuleSql::broken))
        .toList();
  }

  /**
   * @param counts of rows by what is true of them, parallel to {@link #outcomes}
   */
  RuleCounts counts(long rows, long[] counts) {
    List<RuleCount> byRule = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      long failed = counts[i + 2];
      byRule.add(new RuleCount(rule.name(), rule.action(), rows - failed, failed));
    }
    return new RuleCounts(rows, counts[0], counts[1], byRule);
  }

  private String anyBroken(Rule.Action action) {
    return rules.stream()
        .filter(rule -> rule.action() == action)
        .map(RuleSql::broken)
        .collect(Collectors.collectingAndThen(Collectors.joining(" OR "), RuleSql::orFalse));
  }

  private static String orFalse(String condition) {
    return condition.isEmpty() ? "false" : "(" + condition + ")";
  }

  /** The names of all rules that a row breaks. */
  String brokenNames() {
    return rules.stream()
        .map(rule -> "CASE WHEN " + broken(rule) + " THEN " + Sql.literal(rule.name()) + " END")
        .collect(Collectors.joining(", ", "list_filter([", "], lambda name: name IS NOT NULL)"));
  }
}
