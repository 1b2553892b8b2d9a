package io.tweetlake.function;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.Model;
import io.tweetlake.flow.EmfLines;
import io.tweetlake.flow.EventLog;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.MetricsListener;
import io.tweetlake.flow.Updater;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;

/**
 * What handlers work with. One is made when a function starts; in a local run the handlers of all
 * tables can share one. Whoever made it closes it.
 */
public final class FunctionRuntime implements AutoCloseable {
  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Engine engine;
  private final Updater updater;
  private final long maxBytesPerCommit;

  /** Joins parts that the caller has made; closing the runtime closes store and engine. */
  public FunctionRuntime(
      Pipeline pipeline,
      LakeLayout layout,
      ObjectStore store,
      Engine engine,
      MetricsListener listener,
      long maxBytesPerCommit) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.updater = new Updater(pipeline, layout, store, engine, listener);
    this.maxBytesPerCommit = maxBytesPerCommit;
  }

  /** A runtime for functions whose tables call no model. */
  public static FunctionRuntime open(FunctionConfig config) {
    return open(config, new NoModel());
  }

  /**
   * A runtime as a function has it: metrics go to the event log and, as EMF, to the log. Before
   * Lambda takes a snapshot of it, it makes an update to warm up.
   */
  public static FunctionRuntime open(FunctionConfig config, Model model) {
    Pipeline pipeline = PipelineFiles.load(config.pipeline(), config.layout());
    ObjectStore store = S3ObjectStore.create(config.s3());
    Engine engine =
        Engine.open(
            new EngineOptions(config.threads(), config.engineMemoryBytes(), config.scratchFolder())
                .withTextFunctions(DuckDbFunctions.neededBy(pipeline))
                .withInitialStatements(DuckDbMacros.neededBy(pipeline)),
            model);
    MetricsListener listener =
        MetricsListener.all(
            new EmfLines(config.deployment(), System.out::println),
            new EventLog(pipeline, config.deployment().name(), config.layout(), store));
    FunctionRuntime runtime =
        new FunctionRuntime(
            pipeline, config.layout(), store, engine, listener, config.maxBytesPerCommit());
    if (config.snapStart()) {
      Priming.run(runtime);
    }
    return runtime;
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public LakeLayout layout() {
    return layout;
  }

  public ObjectStore store() {
    return store;
  }

  public Engine engine() {
    return engine;
  }

  public Updater updater() {
    return updater;
  }

  /** Of source data that one commit takes in. */
  public long maxBytesPerCommit() {
    return maxBytesPerCommit;
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
