package io.tweetlake.engine;

/** A type of DuckDB's that a Delta table cannot have. */
final class UnstorableTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnstorableTypeException(String type) {
    super("a Delta table has no type for DuckDB's " + type);
  }
}
