package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.WriteResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What a flow's query gave.
 *
 * @param expectations the counts of the views that it reads, and then the table's own
 */
record FlowResult(WriteResult rows, List<ExpectationCount> expectations) {
  FlowResult {
    requireNonNull(rows, "rows is null");
    expectations = List.copyOf(expectations);
  }

  static FlowResult of(List<ExpectationCount> ofViews, String table, WriteResult rows) {
    List<ExpectationCount> expectations = new ArrayList<>(ofViews);
    expectations.addAll(ExpectationCount.of(table, rows.rules()));
    return new FlowResult(rows, expectations);
  }
}
