package io.tweetlake.engine;

/** DuckDB refused a statement or ran out of a resource. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
