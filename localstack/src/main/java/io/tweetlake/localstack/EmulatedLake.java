package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.EngineOptions;
import io.tweetlake.function.PipelineFiles;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.Ingester;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.ingester.ReplayOptions;
import io.tweetlake.local.Backlog;
import io.tweetlake.local.UserException;
import io.tweetlake.local.cloud.EventSourceMapping;
import io.tweetlake.local.cloud.FunctionFailedException;
import io.tweetlake.local.cloud.InvocationListener;
import io.tweetlake.local.cloud.MappingOptions;
import io.tweetlake.local.cloud.Message;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The pipeline that is deployed to an emulator, at work. */
public final class EmulatedLake implements AutoCloseable {
  private static final long QUERY_MEMORY_BYTES = 256L << 20;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final String SWEEP = "{\"sweep\": true}";
  private static final String FUNCTION_PREFIX = "tweetlake_";

  /** SQS takes whole seconds. */
  private static final MappingOptions MAPPING =
      new MappingOptions(10, Duration.ZERO, Duration.ofSeconds(1));

  private final Emulator emulator;
  private final ObjectStore store;
  private final SqsClient queues;
  private final List<DeployedTable> tables;
  private final LakeTables rows;
  private final LakeReporter reporter;
  private final Backlog backlog;
  private final List<EventSourceMapping> mappings = new ArrayList<>();

  private EmulatedLake(
      Pipeline pipeline,
      Emulator emulator,
      ObjectStore store,
      SqsClient queues,
      List<DeployedTable> tables,
      Path scratchFolder) {
    this.emulator = requireNonNull(emulator, "emulator is null");
    this.store = requireNonNull(store, "store is null");
    this.queues = requireNonNull(queues, "queues is null");
    this.tables = List.copyOf(tables);
    this.rows =
        new LakeTables(
            pipeline,
            emulator.layout(),
            store,
            new EngineOptions(1, QUERY_MEMORY_BYTES, scratchFolder));
    this.reporter = new LakeReporter(pipeline, emulator.layout(), store, rows, List::of);
    this.backlog = new Backlog(pipeline, emulator.layout(), store);
  }

  /**
   * Opens what was deployed. Functions that neither the emulator nor a host runs are run here from
   * now on.
   *
   * @param scratchFolder for files in work
   * @param listener hears of invocations that are made here
   * @throws UserException where nothing is deployed
   */
  public static EmulatedLake open(
      ProjectFiles files, Emulator emulator, Path scratchFolder, Consumer<Invocation> listener) {
    LambdaApi lambda = new LambdaApi(emulator.endpoint());
    SqsClient queues = emulator.openQueues();
    List<DeployedTable> tables = deployed(lambda, queues);
    if (tables.isEmpty()) {
      queues.close();
      throw new UserException(
          "Nothing is deployed to %s at %s: run ./tweetlake localstack deploy first"
              .formatted(emulator.name(), emulator.endpoint()));
    }
    EmulatedLake lake =
        new EmulatedLake(
            PipelineFiles.load(files.pipeline(), emulator.layout()),
            emulator,
            emulator.openStore(),
            queues,
            tables,
            scratchFolder);
    if (emulator.hosting() == Hosting.POLLED) {
      lake.run(lambda, new HostedFunctions(emulator, files.pipeline()), listener);
    }
    return lake;
  }

  private static List<DeployedTable> deployed(LambdaApi lambda, SqsClient queues) {
    List<DeployedTable> tables = new ArrayList<>();
    for (LambdaApi.Mapping mapping : lambda.mappings()) {
      if (mapping.functionName().startsWith(FUNCTION_PREFIX)) {
        lambda
            .function(mapping.functionName())
            .flatMap(DeployedFunction::table)
            .ifPresent(
                table ->
                    tables.add(
                        new DeployedTable(
                            table, mapping, new SqsQueue(queues, mapping.queueName()))));
      }
    }
    return tables;
  }

  private void run(LambdaApi lambda, HostedFunctions functions, Consumer<Invocation> listener) {
    for (DeployedTable table : tables) {
      // else the emulator takes messages away, which it cannot handle
      lambda.disable(table.mapping());
      mappings.add(
          EventSourceMapping.start(
              table.queue(),
              functions.make(table.mapping().functionName()),
              MAPPING,
              new Invocations(listener)));
    }
  }

  /** Brings posts into the landing bucket. */
  public IngestReport ingest(List<ReplayInput> inputs) throws InterruptedException {
    ObjectPath landing = new ObjectPath(emulator.layout().landingBucket(), "");
    IngestOptions options = IngestOptions.builder(landing, ReplayOptions.of(inputs)).build();
    return new Ingester(store, options).run(IngestListener.NONE);
  }

  /**
   * Waits until every table has taken in everything, or a message was given up, or time is up.
   *
   * @return the lake as it then is
   */
  public LakeReport awaitUpToDate(Duration patience) throws InterruptedException {
    long endNanos = System.nanoTime() + patience.toNanos();
    // a table may take files in between a report and the look at its files; the next report tells
    boolean lackedNothing = false;
    while (true) {
      LakeReport report = reporter.read();
      boolean lacksNothing = backlog.behind(report).isEmpty();
      if ((lacksNothing && lackedNothing) || deadLetters() > 0 || System.nanoTime() > endNanos) {
        return report;
      }
      lackedNothing = lacksNothing;
      Thread.sleep(POLL.toMillis());
    }
  }

  /** The tables that lack something, and what waits in their queues; empty where none does. */
  public List<String> behind(LakeReport report) {
    return backlog.behind(report).stream()
        .map(
            name ->
                "%s is behind; %d messages in its queue, %d given up"
                    .formatted(name, table(name).queue().depth(), table(name).deadLetters()))
        .toList();
  }

  /** Messages that were given up. */
  public int deadLetters() {
    return tables.stream().mapToInt(DeployedTable::deadLetters).sum();
  }

  /** Has every table look for work that no event announced. */
  public void sweep() {
    tables.forEach(table -> table.queue().send(SWEEP));
  }

  /** The lake as it is now. */
  public LakeReport report() {
    return reporter.read();
  }

  ObjectStore store() {
    return store;
  }

  DeployedTable table(String name) {
    return tables.stream()
        .filter(table -> table.table().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No function for table " + name));
  }

  @Override
  public void close() {
    mappings.forEach(EventSourceMapping::close);
    rows.close();
    store.close();
    queues.close();
  }

  private record Invocations(Consumer<Invocation> next) implements InvocationListener {
    @Override
    public void invoked(
        String function, List<Message> batch, List<Message> failed, Duration duration) {
      next.accept(new Invocation(function, duration, Optional.empty()));
    }

    @Override
    public void failed(String function, List<Message> batch, FunctionFailedException failure) {
      next.accept(
          new Invocation(
              function, Duration.ZERO, Optional.of(String.valueOf(failure.getMessage()))));
    }
  }
}
