package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

/** How many rows met a rule and how many broke it; together all rows of the query. */
public record RuleCount(String name, Rule.Action action, long passed, long failed) {
  public RuleCount {
    requireNonNull(name, "name is null");
    requireNonNull(action, "action is null");
  }
}
