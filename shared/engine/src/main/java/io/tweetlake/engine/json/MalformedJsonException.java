package io.tweetlake.engine.json;

/** A line that is not one JSON value. Thrown often and always caught near by: without a trace. */
final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  static final MalformedJsonException INSTANCE = new MalformedJsonException();

  private MalformedJsonException() {
    super("not a JSON value", null, false, false);
  }
}
