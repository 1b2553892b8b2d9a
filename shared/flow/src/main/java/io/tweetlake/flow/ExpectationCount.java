package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.Rule;
import io.tweetlake.engine.RuleCount;
import java.util.List;

/**
 * How many rows met an expectation in an update and how many broke it.
 *
 * @param dataset the table, or a view with constraints that it reads, that declares it
 */
public record ExpectationCount(
    String dataset, String name, Rule.Action action, long passed, long failed) {
  public ExpectationCount {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(name, "name is null");
    requireNonNull(action, "action is null");
  }

  static List<ExpectationCount> of(String dataset, List<RuleCount> counts) {
    return counts.stream()
        .map(
            count ->
                new ExpectationCount(
                    dataset, count.name(), count.action(), count.passed(), count.failed()))
        .toList();
  }

  /** The counts of two updates together. */
  ExpectationCount plus(ExpectationCount other) {
    return new ExpectationCount(
        dataset, name, action, passed + other.passed, failed + other.failed);
  }
}
