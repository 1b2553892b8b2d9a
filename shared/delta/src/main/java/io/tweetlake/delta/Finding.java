package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

/**
 * Something wrong with a table.
 *
 * @param where the file, version or source that it is about
 * @param message what is recorded, and what was found
 */
public record Finding(Kind kind, String where, String message) {
  /** What a finding is about. */
  public enum Kind {
    /** A file that the table refers to is not in the store. */
    MISSING_FILE,
    /** A file has another size than recorded. */
    WRONG_SIZE,
    /** A file cannot be read to its end. */
    UNREADABLE_FILE,
    /** A file's rows are not what its statistics say. */
    WRONG_STATISTICS,
    /** The log lacks a version, or one of its commits can't be read. */
    BROKEN_LOG,
    /** Progress is not what the log's commits add up to. */
    WRONG_PROGRESS
  }

  public Finding {
    requireNonNull(kind, "kind is null");
    requireNonNull(where, "where is null");
    requireNonNull(message, "message is null");
  }
}
