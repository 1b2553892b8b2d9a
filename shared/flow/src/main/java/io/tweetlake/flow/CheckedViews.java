package io.tweetlake.flow;

import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.RowsRequest;
import io.tweetlake.engine.Rule;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.sql.CheckedView;
import io.tweetlake.sql.Query;
import java.util.ArrayList;
import java.util.List;

/** The views with constraints that a query reads. */
final class CheckedViews {
  private CheckedViews() {}

  /** Makes the rows of all of them, so that the query can read those that may stay. */
  static List<ExpectationCount> bind(Query query, Workspace workspace) {
    List<ExpectationCount> counts = new ArrayList<>();
    for (CheckedView view : query.views()) {
      counts.addAll(
          ExpectationCount.of(
              view.name(),
              workspace.bindRows(
                  new RowsRequest(
                      view.name(),
                      view.duckdbSql(),
                      Rules.of(view.expectations()),
                      view.tracedSql().map(sql -> new WriteRequest.Trace(sql, Query.INPUT))))));
    }
    return counts;
  }

  /**
   * The columns that a query and its views may read.
   *
   * @param sql of the query
   */
  static ColumnSelection columnsRead(
      Query query, String sql, List<Rule> rules, Workspace workspace) {
    List<String> queries = new ArrayList<>(List.of(sql));
    query.views().forEach(view -> queries.add(view.duckdbSql()));
    return workspace.columnsRead(queries, rules);
  }
}
