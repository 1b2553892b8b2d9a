package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.Engine;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectStore;

/** Runs updates of a pipeline's tables. Safe for use by several threads. */
public final class Updater {
  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Engine engine;
  private final MetricsListener listener;

  public Updater(
      Pipeline pipeline,
      LakeLayout layout,
      ObjectStore store,
      Engine engine,
      MetricsListener listener) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.listener = requireNonNull(listener, "listener is null");
  }

  /**
   * Takes in what is new for a table, in as many commits as the budget allows. Each input is taken
   * in exactly once, however often and by however many callers this is called.
   *
   * @throws IllegalArgumentException where the pipeline has no such table
   */
  public UpdateResult update(String table, Wakeup wakeup, Budget budget) {
    throw new UnsupportedOperationException(
        pipeline.toString() + layout + store + engine + listener + table + wakeup + budget);
  }
}
