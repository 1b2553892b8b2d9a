package io.tweetlake.store;

import static java.util.Objects.requireNonNull;

/**
 * Where an object lies, or a prefix under which objects lie.
 *
 * @param bucket the bucket's name
 * @param key the key as it is, never URL-encoded; empty for the whole bucket
 */
public record ObjectPath(String bucket, String key) {
  private static final String SCHEME = "s3://";

  public ObjectPath {
    requireNonNull(bucket, "bucket is null");
    requireNonNull(key, "key is null");
    if (bucket.isEmpty() || bucket.contains("/")) {
      throw new IllegalArgumentException("Not a bucket name: '" + bucket + "'");
    }
    if (key.startsWith("/")) {
      throw new IllegalArgumentException("A key does not start with '/': '" + key + "'");
    }
  }

  /**
   * Reads {@code s3://bucket/key}; the key is taken literally, without URL decoding.
   *
   * @throws IllegalArgumentException where the text is not of that form
   */
  public static ObjectPath parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not an s3:// path: '" + uri + "'");
    }
    String rest = uri.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    return slash < 0
        ? new ObjectPath(rest, "")
        : new ObjectPath(rest.substring(0, slash), rest.substring(slash + 1));
  }

  /** This path with {@code child} appended, with exactly one slash between them. */
  public ObjectPath resolve(String child) {
    if (key.isEmpty() || key.endsWith("/")) {
      return new ObjectPath(bucket, key + child);
    }
    return new ObjectPath(bucket, key + "/" + child);
  }

  /** The part of the key after its last slash. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** {@code s3://bucket/key}, the key as it is. */
  public String uri() {
    return SCHEME + bucket + "/" + key;
  }

  @Override
  public String toString() {
    return uri();
  }
}
