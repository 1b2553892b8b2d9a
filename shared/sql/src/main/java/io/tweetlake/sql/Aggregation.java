package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a streaming aggregate is kept up: new rows give a partial result, which is merged with the
 * table's present rows.
 *
 * @param partialSql over the query's sources: one row a group of the new rows, in those columns of
 *     the stored table that the merge needs
 * @param mergeSql over the relations {@link #STORED} and {@link #PARTIAL}: the table's new rows
 * @param hiddenColumns columns of the stored table that only the merge needs (such as the sum
 *     behind an average); readers do not see them
 */
public record Aggregation(String partialSql, String mergeSql, List<String> hiddenColumns) {
  public static final String STORED = "__stored";
  public static final String PARTIAL = "__partial";

  public Aggregation {
    requireNonNull(partialSql, "partialSql is null");
    requireNonNull(mergeSql, "mergeSql is null");
    hiddenColumns = List.copyOf(hiddenColumns);
  }
}
