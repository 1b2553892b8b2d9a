package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.flow.EventLog;
import io.tweetlake.flow.MetricsListener;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.scorer.RescoreResult;
import io.tweetlake.function.scorer.Rescorer;
import io.tweetlake.local.cloud.EventSourceMapping;
import io.tweetlake.local.cloud.Function;
import io.tweetlake.local.cloud.InvocationListener;
import io.tweetlake.local.cloud.MappingOptions;
import io.tweetlake.local.cloud.MemoryQueue;
import io.tweetlake.local.cloud.MemoryQueue.Redrive;
import io.tweetlake.local.cloud.ObjectNotification;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's functions over a local lake: for each table a function, a queue that new files and
 * commits are announced to, a dead-letter queue, and a mapping from one to the other; the same that
 * the cloud has.
 */
public final class LocalDeployment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalDeployment.class);

  private static final String SWEEP = "{\"sweep\": true}";
  private static final long ENGINE_MEMORY_BYTES = 320L << 20;
  private static final long MAX_BYTES_PER_COMMIT = 128L << 20;
  private static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(5);
  private static final int FUNCTION_MEGABYTES = 1024;

  /** AWS asks for at least six times the function's timeout. */
  private static final Duration VISIBILITY = FUNCTION_TIMEOUT.multipliedBy(6);

  private static final int MAX_RECEIVES = 5;

  /** What arrives while a batch is at work comes in the next one, so none waits long to grow. */
  private static final MappingOptions MAPPING =
      new MappingOptions(100, Duration.ofMillis(5), Duration.ofMillis(200));

  private final FunctionRuntime runtime;
  private final LocalModels models;
  private final List<TableFunction> functions;
  private final EventLog eventLog;
  private final List<EventSourceMapping> mappings = new ArrayList<>();

  private LocalDeployment(
      FunctionRuntime runtime,
      LocalModels models,
      List<TableFunction> functions,
      EventLog eventLog) {
    this.runtime = requireNonNull(runtime, "runtime is null");
    this.models = requireNonNull(models, "models is null");
    this.functions = List.copyOf(functions);
    this.eventLog = requireNonNull(eventLog, "eventLog is null");
  }

  /** Makes the functions and queues, with the built-in model; nothing runs yet. */
  public static LocalDeployment of(
      Pipeline pipeline, LocalLake lake, Path scratchFolder, MetricsListener listener) {
    return of(pipeline, lake, LexiconModel::load, scratchFolder, listener);
  }

  /**
   * Makes the functions and queues; nothing runs yet.
   *
   * @param model stands behind every endpoint; made only if the pipeline asks a model
   * @param scratchFolder for files in work
   * @param listener hears of every update, beside the event log
   */
  public static LocalDeployment of(
      Pipeline pipeline,
      LocalLake lake,
      Supplier<SentimentModel> model,
      Path scratchFolder,
      MetricsListener listener) {
    LocalModels models = LocalModels.start(pipeline, model);
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    Engine engine =
        Engine.open(
            new EngineOptions(threads, ENGINE_MEMORY_BYTES, scratchFolder)
                .withTextFunctions(DuckDbFunctions.neededBy(pipeline))
                .withInitialStatements(DuckDbMacros.neededBy(pipeline)),
            models.client());
    EventLog eventLog =
        new EventLog(pipeline, DeploymentName.DEFAULT.name(), lake.layout(), lake.store());
    FunctionRuntime runtime =
        new FunctionRuntime(
            pipeline,
            lake.layout(),
            lake.store(),
            engine,
            MetricsListener.all(eventLog, listener),
            MAX_BYTES_PER_COMMIT);
    List<TableFunction> functions =
        pipeline.tables().stream().map(table -> function(runtime, models, table)).toList();
    LocalDeployment deployment = new LocalDeployment(runtime, models, functions, eventLog);
    for (TableFunction function : functions) {
      deployment.announce(lake, function);
    }
    return deployment;
  }

  private static TableFunction function(FunctionRuntime runtime, LocalModels models, Table table) {
    FunctionKind kind = FunctionKind.of(table);
    MemoryQueue deadLetters =
        MemoryQueue.withoutRedrive(table.name() + "-dead-letters", VISIBILITY);
    MemoryQueue queue =
        new MemoryQueue(
            table.name(),
            VISIBILITY,
            Redrive.after(MAX_RECEIVES, deadLetters),
            InstantSource.system());
    Function function =
        Function.of(
            table.name(),
            kind.handler(runtime, models.client(), table.name()),
            SQSEvent.class,
            SQSBatchResponse.class,
            FUNCTION_TIMEOUT,
            FUNCTION_MEGABYTES,
            log::info);
    return new TableFunction(table.name(), kind, function, queue, deadLetters);
  }

  /**
   * Asks the model again for a table's rows that it could not score.
   *
   * @throws IllegalArgumentException where the table has no such rows by its pipeline or columns
   */
  public RescoreResult rescoreFailed(String table, String textColumn, Duration time) {
    return new Rescorer(runtime.pipeline(), runtime.layout(), runtime.store(), runtime.engine())
        .rescoreFailed(table, textColumn, Instant.now().plus(time));
  }

  private void announce(LocalLake lake, TableFunction function) {
    Table table = runtime.pipeline().table(function.table()).orElseThrow();
    for (var source : table.sources()) {
      ObjectPath prefix;
      if (source instanceof FileSource files) {
        prefix = withoutWildcards(ObjectPath.parse(files.path()));
      } else if (source instanceof TableSource upstream) {
        prefix = runtime.layout().table(upstream.table()).resolve("_delta_log/");
      } else {
        throw new IllegalStateException("Unknown kind of source: " + source);
      }
      lake.s3()
          .announce(
              new ObjectNotification(
                  function.table(), prefix.bucket(), prefix.key(), "", function.queue()));
    }
  }

  private static ObjectPath withoutWildcards(ObjectPath path) {
    int wildcard = path.key().replaceAll("[*?\\[{]", "*").indexOf('*');
    if (wildcard < 0) {
      return path;
    }
    int slash = path.key().lastIndexOf('/', wildcard);
    return new ObjectPath(path.bucket(), path.key().substring(0, slash + 1));
  }

  /** Has the functions take messages from now on. */
  public void start(InvocationListener listener) {
    for (TableFunction function : functions) {
      mappings.add(
          EventSourceMapping.start(function.queue(), function.function(), MAPPING, listener));
    }
  }

  /** Has every table look for work that no event announced, as the cloud's schedule does. */
  public void sweep() {
    functions.forEach(function -> function.queue().send(SWEEP));
  }

  /** Has one table look for work. */
  public void sweep(String table) {
    function(table).queue().send(SWEEP);
  }

  /** One a table, in the pipeline's order. */
  public List<TableFunction> functions() {
    return functions;
  }

  /**
   * Finds a function by its table, or by its kind where the pipeline has one of that kind.
   *
   * @throws UserException where there is none or more than one
   */
  public TableFunction function(String name) {
    Optional<TableFunction> byTable =
        functions.stream().filter(function -> function.table().equalsIgnoreCase(name)).findFirst();
    List<TableFunction> byKind =
        functions.stream()
            .filter(function -> function.kind().name().equalsIgnoreCase(name))
            .toList();
    return byTable
        .or(() -> byKind.size() == 1 ? byKind.stream().findFirst() : Optional.empty())
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot find function %s: the pipeline has functions for %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", functions.stream().map(TableFunction::table).toList()))));
  }

  /** Messages that are waiting or in work. */
  public int pending() {
    return functions.stream().mapToInt(function -> function.queue().depth()).sum();
  }

  /** Messages that were given up. */
  public int deadLetters() {
    return functions.stream().mapToInt(function -> function.deadLetters().depth()).sum();
  }

  /** Where updates and failures are told of. */
  public EventLog eventLog() {
    return eventLog;
  }

  public FunctionRuntime runtime() {
    return runtime;
  }

  @Override
  public void close() {
    mappings.forEach(EventSourceMapping::close);
    runtime.engine().close();
    models.close();
  }
}
