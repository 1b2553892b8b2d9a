package io.tweetlake.delta.internal;

/** A commit gave up against faster writers. Nothing was written. */
final class TooManyLostRacesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyLostRacesException(String message) {
    super(message);
  }
}
