package io.tweetlake.flow;

import io.tweetlake.store.ObjectPath;

/** A table that is read as a stream lost or changed rows that were taken in already. */
public final class UpstreamChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UpstreamChangedException(String table, String upstream, long version, ObjectPath root) {
    super(
        "Cannot update %s: version %d of its source %s (%s) removed or changed rows, and a streaming table only takes in new ones. Refresh %s in full, or read the source WITH (SKIPCHANGECOMMITS), or as a MATERIALIZED VIEW"
            .formatted(table, version, upstream, root, table));
  }
}
