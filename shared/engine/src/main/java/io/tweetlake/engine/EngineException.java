package io.tweetlake.engine;

/** DuckDB refused a statement or ran out of a resource, or a query's rows cannot be stored. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
