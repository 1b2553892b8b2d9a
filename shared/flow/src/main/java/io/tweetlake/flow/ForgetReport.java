package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What was forgotten.
 *
 * @param tables one each that holds posts
 * @param tablesWithoutIds tables that were left as they are, since they have no column {@code id}
 * @param landingFiles landing files that were written anew
 * @param landingLines lines of theirs that were taken out or changed
 * @param isComplete false where the time was over before everything had been looked at
 */
public record ForgetReport(
    List<TableReport> tables,
    List<String> tablesWithoutIds,
    long landingFiles,
    long landingLines,
    boolean isComplete) {
  /**
   * What became of a table.
   *
   * @param removedRows rows taken out: the posts, and retweets of them
   * @param scrubbedRows rows that lost their places
   * @param strippedRows rows of others that lost copies of the posts
   * @param files data files written anew
   */
  public record TableReport(
      String table, long removedRows, long scrubbedRows, long strippedRows, long files) {
    public TableReport {
      requireNonNull(table, "table is null");
    }
  }

  public ForgetReport {
    tables = List.copyOf(tables);
    tablesWithoutIds = List.copyOf(tablesWithoutIds);
  }

  public long removedRows() {
    return tables.stream().mapToLong(TableReport::removedRows).sum();
  }

  public long strippedRows() {
    return tables.stream().mapToLong(TableReport::strippedRows).sum();
  }

  public long scrubbedRows() {
    return tables.stream().mapToLong(TableReport::scrubbedRows).sum();
  }
}
