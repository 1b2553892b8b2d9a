package io.tweetlake.page;

import io.tweetlake.report.RowSet;

/**
 * Reads rows for the page. Errors are {@link IllegalArgumentException}s whose message people see.
 */
public interface TableBrowser {

  /**
   * Rows of a table as it was.
   *
   * @param version a version that the log still has
   */
  RowSet rows(String table, long version, int maxRows);

  /** Runs a read-only query over the lake's tables; it can reach nothing else. */
  RowSet query(String sql, int maxRows);
}
