package io.tweetlake.sentiment;

/** A model cannot take a text; others may be fine. */
public final class UnscorableTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnscorableTextException(String message) {
    super(message);
  }
}
