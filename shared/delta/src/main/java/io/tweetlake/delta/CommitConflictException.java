package io.tweetlake.delta;

/**
 * Another writer was faster in a way that this transaction cannot stand beside: it moved the same
 * progress, removed the same files, or changed the schema incompatibly. Nothing was committed: read
 * the table again and do what is left.
 */
public final class CommitConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommitConflictException(String message, Throwable cause) {
    super(message, cause);
  }

  public CommitConflictException(String message) {
    super(message);
  }
}
