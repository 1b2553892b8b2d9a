package io.tweetlake.flow;

import io.tweetlake.engine.Rule;
import io.tweetlake.sql.Expectation;
import io.tweetlake.sql.Table;
import io.tweetlake.sql.ViolationAction;
import java.util.List;

/** Expectations in the engine's terms. */
final class Rules {
  private Rules() {}

  static List<Rule> of(Table table) {
    return of(table.expectations());
  }

  static List<Rule> of(List<Expectation> expectations) {
    return expectations.stream().map(Rules::of).toList();
  }

  /** Whether rows of the query may be missing in the table. */
  static boolean removeRows(Table table) {
    return table.expectations().stream()
        .anyMatch(
            expectation ->
                expectation.action() == ViolationAction.DROP_ROW
                    || expectation.action() == ViolationAction.QUARANTINE_ROW);
  }

  private static Rule of(Expectation expectation) {
    Rule.Action action =
        switch (expectation.action()) {
          case WARN -> Rule.Action.KEEP;
          case DROP_ROW -> Rule.Action.DROP;
          case FAIL_UPDATE -> Rule.Action.FAIL;
          case QUARANTINE_ROW -> Rule.Action.QUARANTINE;
        };
    return new Rule(expectation.name(), expectation.duckdbPredicate(), action);
  }
}
