package io.tweetlake.delta.internal;

/** A commit gave up against faster writers. Nothing was written. */
public final class TooManyLostRacesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyLostRacesException(String message) {
    super(message);
  }
}
