package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

/**
 * Where a bucket announces new objects.
 *
 * @param id the name of this configuration, which each event carries
 * @param prefix of the keys that are announced
 * @param suffix of the keys that are announced; empty for all
 */
public record ObjectNotification(
    String id, String bucket, String prefix, String suffix, MessageQueue queue) {
  public ObjectNotification {
    requireNonNull(id, "id is null");
    requireNonNull(bucket, "bucket is null");
    requireNonNull(prefix, "prefix is null");
    requireNonNull(suffix, "suffix is null");
    requireNonNull(queue, "queue is null");
  }

  boolean matches(String bucketOfObject, String key) {
    return bucket.equals(bucketOfObject) && key.startsWith(prefix) && key.endsWith(suffix);
  }
}
