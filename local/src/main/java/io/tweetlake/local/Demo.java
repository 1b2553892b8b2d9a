package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.MetricsListener;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.IngestRunner;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.ingester.ReplayOptions;
import io.tweetlake.local.cloud.FunctionFailedException;
import io.tweetlake.local.cloud.InvocationListener;
import io.tweetlake.local.cloud.Message;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.report.RunHistory;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pipeline at work on a local lake: brings posts in, waits until every table has taken them in,
 * and reports. What an earlier process left undone on the same lake is done first.
 */
public final class Demo implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int MAX_SWEEPS = 3;

  private final Pipeline pipeline;
  private final LocalLake lake;
  private final LocalDeployment deployment;
  private final LakeTables tables;
  private final LakeReporter reporter;
  private final Backlog backlog;
  private final FailureNotes notes;

  private Demo(
      Pipeline pipeline,
      LocalLake lake,
      LocalDeployment deployment,
      LakeTables tables,
      FailureNotes notes) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.lake = requireNonNull(lake, "lake is null");
    this.deployment = requireNonNull(deployment, "deployment is null");
    this.tables = requireNonNull(tables, "tables is null");
    this.notes = requireNonNull(notes, "notes is null");
    this.reporter =
        new LakeReporter(pipeline, lake.layout(), lake.store(), tables, notes::failures);
    this.backlog = new Backlog(pipeline, lake.layout(), lake.store());
  }

  /** Starts the functions on a lake with the built-in model, which look for work that was left. */
  public static Demo start(
      Pipeline pipeline, LocalLake lake, Path scratchFolder, MetricsListener listener) {
    return start(pipeline, lake, LexiconModel::load, scratchFolder, listener);
  }

  /**
   * Starts the functions on a lake, and has them look for work that was left.
   *
   * @param model stands behind every endpoint; made only if the pipeline asks a model
   * @param scratchFolder for files in work
   * @param listener hears of every committed update
   */
  public static Demo start(
      Pipeline pipeline,
      LocalLake lake,
      Supplier<SentimentModel> model,
      Path scratchFolder,
      MetricsListener listener) {
    FailureNotes notes = new FailureNotes(listener);
    LocalDeployment deployment =
        LocalDeployment.of(pipeline, lake, model, scratchFolder.resolve("functions"), notes);
    LakeTables tables =
        ReadableLake.of(lake).openTables(pipeline, scratchFolder.resolve("queries"));
    Demo demo = new Demo(pipeline, lake, deployment, tables, notes);
    deployment.start(demo.new Invocations());
    deployment.sweep();
    return demo;
  }

  /** Brings posts into the landing bucket. */
  public IngestReport ingest(List<ReplayInput> inputs, IngestListener listener)
      throws InterruptedException {
    return ingest(
        IngestOptions.builder(LocalLake.LANDING, ReplayOptions.of(inputs)).build(), listener);
  }

  /** Brings posts of any source into {@link LocalLake#LANDING}, until it ends or is told to. */
  public IngestReport ingest(IngestOptions options, IngestListener listener)
      throws InterruptedException {
    try {
      return new IngestRunner(lake.store(), listener).run(options);
    } catch (RuntimeException e) {
      notes.note(RunHistory.INGEST, e);
      deployment.eventLog().failed(RunHistory.INGEST, RunHistory.INGEST, e);
      throw e;
    }
  }

  /**
   * Waits until nothing is left to do, or what is left cannot be done.
   *
   * @return the lake as it then is
   */
  public LakeReport awaitUpToDate() throws InterruptedException {
    for (int sweeps = 0; ; sweeps++) {
      while (deployment.pending() > 0) {
        Thread.sleep(POLL.toMillis());
      }
      LakeReport report = reporter.read();
      List<String> behind = backlog.behind(report);
      if (behind.isEmpty() || sweeps == MAX_SWEEPS || deployment.deadLetters() > 0) {
        return report;
      }
      behind.forEach(deployment::sweep);
    }
  }

  /**
   * Reports for a page that is open while the demo runs: tables that are taking files in are
   * running, of which no log tells before they are done. For one thread.
   */
  public Supplier<LakeReport> liveReports() {
    LakeReporter own = new LakeReporter(pipeline, lake.layout(), lake.store(), tables);
    return () -> own.read().withRunning(working());
  }

  private Set<String> working() {
    return deployment.functions().stream()
        .filter(function -> function.queue().depth() > 0)
        .map(TableFunction::table)
        .filter(table -> backlog.lacksFiles(pipeline.table(table).orElseThrow()))
        .collect(Collectors.toSet());
  }

  /** Whether all tables have taken everything in and no message was given up. */
  public boolean isComplete(LakeReport report) {
    return deployment.deadLetters() == 0 && backlog.behind(report).isEmpty();
  }

  public LocalDeployment deployment() {
    return deployment;
  }

  public LakeTables tables() {
    return tables;
  }

  /** The updates that failed lately, whether or not they succeeded later. */
  public List<Failure> failures() {
    return notes.failures();
  }

  /** Why files could not be loaded, by the table that reads them and their path. */
  public Map<String, String> leftOut() {
    return notes.leftOut();
  }

  @Override
  public void close() {
    deployment.close();
    tables.close();
  }

  private final class Invocations implements InvocationListener {
    @Override
    public void invoked(
        String function, List<Message> batch, List<Message> failed, Duration duration) {
      // a failed update has told of itself already
    }

    @Override
    public void failed(String function, List<Message> batch, FunctionFailedException failure) {
      notes.note(function, failure);
    }
  }
}
