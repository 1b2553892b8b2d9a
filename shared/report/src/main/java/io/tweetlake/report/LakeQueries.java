package io.tweetlake.report;

/** Runs read-only SQL over a lake's tables by their names. */
public interface LakeQueries {

  /**
   * The rows of a query over the tables as they are now.
   *
   * @throws IllegalArgumentException where the query cannot run; the message is for the one who
   *     wrote it
   */
  RowSet query(String sql, int maxRows);
}
