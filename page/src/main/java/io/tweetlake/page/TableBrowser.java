package io.tweetlake.page;

import io.tweetlake.engine.QueryResult;

/**
 * Reads rows for the page. Errors are {@link IllegalArgumentException}s whose message people see.
 */
interface TableBrowser {

  /**
   * Rows of a table as it was.
   *
   * @param version a version that the log still has
   */
  QueryResult rows(String table, long version, int maxRows);

  /** Runs a read-only query over the lake's tables; it can reach nothing else. */
  QueryResult query(String sql, int maxRows);
}
