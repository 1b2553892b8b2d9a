package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file to load.
 *
 * @param localPath where its bytes are
 * @param uri what rows and messages call it, such as {@code s3://landing/posts/a.ndjson.gz}; its
 *     ending tells the compression
 */
public record InputFile(Path localPath, String uri, long sizeBytes, Instant modifiedAt) {
  public InputFile {
    requireNonNull(localPath, "localPath is null");
    requireNonNull(uri, "uri is null");
    requireNonNull(modifiedAt, "modifiedAt is null");
  }
}
