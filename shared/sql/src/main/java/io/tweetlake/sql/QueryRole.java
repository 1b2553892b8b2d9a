package io.tweetlake.sql;

/** What a query is for, which says how its columns must be named and whether it may aggregate. */
enum QueryRole {
  /** Its rows are a table's. It may aggregate a stream. */
  TABLE,
  /** The first of the united queries whose rows are a table's: it gives the columns their names. */
  FIRST_OF_TABLE,
  /** The query of a view, read by another query. */
  VIEW,
  /** Its columns are named by another query. */
  SUBQUERY,
  /** Its columns are taken by their places, whatever their names. */
  UNITED;

  /** The role of the first query of a union that has this role. */
  QueryRole ofFirst() {
    return this == TABLE ? FIRST_OF_TABLE : this;
  }

  /** Whether its rows are a dataset's, so that it is known what they are made of. */
  boolean isOfDataset() {
    return this == TABLE || this == VIEW;
  }

  /** Whether the names must be such that a table can have them. */
  boolean namesTable() {
    return this == TABLE || this == FIRST_OF_TABLE;
  }
}
