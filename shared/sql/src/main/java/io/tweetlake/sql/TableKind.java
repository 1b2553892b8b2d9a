package io.tweetlake.sql;

/** How a dataset is kept. */
public enum TableKind {
  /** Takes each row of its sources in exactly once. */
  STREAMING_TABLE,
  /** Always what its query gives over the whole of its sources. */
  MATERIALIZED_VIEW,
  /** A name for a query; nothing is stored. Its text is folded into the queries that read it. */
  TEMPORARY_VIEW
}
