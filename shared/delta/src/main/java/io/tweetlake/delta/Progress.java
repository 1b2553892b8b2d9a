package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

/**
 * What a table has taken in of one source: a {@code txn} action of its log.
 *
 * @param source the action's appId, such as {@code file:posts/a.ndjson.gz} or {@code table:bronze}
 * @param version how far; not negative
 */
public record Progress(String source, long version) {
  public Progress {
    requireNonNull(source, "source is null");
    if (version < 0) {
      throw new IllegalArgumentException("version is negative: " + version);
    }
  }
}
