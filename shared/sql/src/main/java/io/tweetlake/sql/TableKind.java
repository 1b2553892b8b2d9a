package io.tweetlake.sql;

/** How a dataset is kept. */
public enum TableKind {
  /** Takes each row of its sources in exactly once. */
  STREAMING_TABLE,
  /** Always what its query gives over the whole of its sources. */
  MATERIALIZED_VIEW,
  /** What changes leave of it that are applied by key, computed anew from all of them. */
  APPLIED_CHANGES,
  /** A name for a query; nothing is stored. Its text is folded into the queries that read it. */
  TEMPORARY_VIEW;

  /** Whether an update computes all rows anew from all rows of the sources. */
  public boolean isComputedAnew() {
    return this == MATERIALIZED_VIEW || this == APPLIED_CHANGES;
  }
}
