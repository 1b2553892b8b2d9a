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

  static final String STORED_AND_NEW =
      "SELECT * FROM "
          + Text.quoted(STORED)
          + " UNION ALL BY NAME SELECT * FROM "
          + Text.quoted(PARTIAL);

  public Aggregation {
    requireNonNull(partialSql, "partialSql is null");
    requireNonNull(mergeSql, "mergeSql is null");
    hiddenColumns = List.copyOf(hiddenColumns);
  }

  /**
   * Of {@code SELECT DISTINCT *}, whose columns may not be known before files were read. A row that
   * came before one of its columns did equals one that has NULL there.
   *
   * @param newRowsSql the distinct rows among the new ones
   */
  static Aggregation ofDistinctRows(String newRowsSql) {
    return new Aggregation(
        newRowsSql, "SELECT DISTINCT * FROM (" + STORED_AND_NEW + ")", List.of());
  }
}
