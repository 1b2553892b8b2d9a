package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** How many rows there are, and what becomes of them. */
record RuleCounts(long in, long written, long quarantined, List<RuleCount> rules) {
  RuleCounts {
    requireNonNull(rules, "rules is null");
    rules = List.copyOf(rules);
  }

  long dropped() {
    return in - written - quarantined;
  }

  /** Those that fail the update. */
  List<RuleCount> violated() {
    return rules.stream()
        .filter(count -> count.action() == Rule.Action.FAIL && count.failed() > 0)
        .toList();
  }
}
