package io.tweetlake.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * What the store says of an object.
 *
 * @param etag empty where the store has none for it
 * @param metadata the user metadata; empty in the answer of a listing, which does not carry it
 */
public record ObjectInfo(
    ObjectPath path,
    long sizeBytes,
    String etag,
    Instant lastModified,
    Map<String, String> metadata) {
  public ObjectInfo {
    requireNonNull(path, "path is null");
    requireNonNull(etag, "etag is null");
    requireNonNull(lastModified, "lastModified is null");
    metadata = Map.copyOf(metadata);
  }
}
