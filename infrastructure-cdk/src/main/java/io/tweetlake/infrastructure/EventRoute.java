package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * New objects of one kind, and the tables that they wake.
 *
 * @param prefix of the objects' keys; no two routes of a bucket overlap, as S3 demands
 * @param suffix of the objects' keys; may be empty
 */
record EventRoute(BucketKind bucket, String prefix, String suffix, List<String> tables) {
  EventRoute {
    requireNonNull(bucket, "bucket is null");
    requireNonNull(prefix, "prefix is null");
    requireNonNull(suffix, "suffix is null");
    tables = List.copyOf(tables);
  }

  boolean matches(String key) {
    return key.startsWith(prefix) && key.endsWith(suffix);
  }
}
