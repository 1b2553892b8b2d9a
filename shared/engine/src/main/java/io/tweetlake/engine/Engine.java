package io.tweetlake.engine;

/** A DuckDB instance. Safe for use by several threads, each with its own {@link Workspace}. */
public final class Engine implements AutoCloseable {

  /** Opens an instance; {@code model} is what {@code ai_query} calls. */
  public static Engine open(EngineOptions options, Model model) {
    throw new UnsupportedOperationException();
  }

  /** A place for one update's relations and files; closing it drops and deletes them. */
  public Workspace newWorkspace() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
