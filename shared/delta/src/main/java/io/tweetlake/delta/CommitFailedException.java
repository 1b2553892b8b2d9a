package io.tweetlake.delta;

/**
 * A commit could not be written, or it can't be told whether it was: the store did not answer, or
 * other writers were faster again and again. Read the table's progress before trying again.
 */
public final class CommitFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommitFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
