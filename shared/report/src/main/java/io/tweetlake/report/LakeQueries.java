package io.tweetlake.report;

import io.tweetlake.engine.QueryResult;

/** Runs read-only SQL over a lake's tables by their names. */
public interface LakeQueries {

  /**
   * The rows of a query over the tables as they are now.
   *
   * @throws IllegalArgumentException where the query cannot run; the message is for the one who
   *     wrote it
   */
  QueryResult query(String sql, int maxRows);
}
