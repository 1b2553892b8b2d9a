package io.tweetlake.local.cloud;

/** A function's handler threw; what it worked on will be tried again. */
public final class FunctionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailedException(String function, Throwable cause) {
    super("Function " + function + " failed: " + cause.getMessage(), cause);
  }
}
