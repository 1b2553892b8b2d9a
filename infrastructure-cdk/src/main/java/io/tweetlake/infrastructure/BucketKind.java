package io.tweetlake.infrastructure;

import java.util.Locale;

/** The two buckets. */
enum BucketKind {
  /** Posts as they arrived. */
  LANDING,
  /** Delta tables and the event log. */
  LAKE;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
