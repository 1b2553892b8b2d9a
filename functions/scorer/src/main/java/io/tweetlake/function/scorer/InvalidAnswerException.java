package io.tweetlake.function.scorer;

/** An endpoint answered, but not what it was asked for. */
final class InvalidAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidAnswerException(String message) {
    super(message);
  }
}
