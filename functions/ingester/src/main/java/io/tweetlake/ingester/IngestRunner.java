package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.internal.telemetry.EmfMetrics;
import io.tweetlake.ingester.internal.telemetry.HealthFile;
import io.tweetlake.ingester.internal.telemetry.JsonLog;
import io.tweetlake.ingester.internal.telemetry.Listeners;
import io.tweetlake.ingester.internal.telemetry.ProgressLine;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.store.ObjectStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs an ingester as a program does: says what it does, and ends well when it is told to. */
public final class IngestRunner {
  /** How a run tells what it does. */
  public enum Output {
    /** A progress line, and a line of text for every event. */
    TERMINAL,
    /** JSON lines: events, and metrics in CloudWatch's embedded format. */
    JSON
  }

  // more than the five seconds that ending takes, less than a container is given
  private static final long STOP_SECONDS = 20;

  private final ObjectStore store;
  private final Function<String, IngestListener> listeners;

  /**
   * @param deployment whose metrics the run's are
   * @param out where to tell, in the form of {@code output}
   * @param healthFile a file to keep the run's health in
   */
  public IngestRunner(
      ObjectStore store,
      DeploymentName deployment,
      PrintWriter out,
      Output output,
      Optional<Path> healthFile) {
    this(store, source -> listener(deployment, source, out, output, healthFile));
  }

  /**
   * @param listener hears of everything
   */
  public IngestRunner(ObjectStore store, IngestListener listener) {
    this(store, source -> listener);
  }

  private IngestRunner(ObjectStore store, Function<String, IngestListener> listeners) {
    this.store = requireNonNull(store, "store is null");
    this.listeners = requireNonNull(listeners, "listeners is null");
  }

  /**
   * Runs to the end. On SIGTERM or SIGINT the process waits until what has been received is
   * written.
   *
   * @throws IngestException as {@link Ingester#run} does
   */
  public IngestReport run(IngestOptions options) throws InterruptedException {
    Ingester ingester = new Ingester(store, options);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(ingester, ended), "ingester-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return ingester.run(listeners.apply(options.source().name()));
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private static IngestListener listener(
      DeploymentName deployment,
      String source,
      PrintWriter out,
      Output output,
      Optional<Path> healthFile) {
    Clock clock = Clock.systemUTC();
    List<IngestListener> listeners = new ArrayList<>();
    healthFile.ifPresent(path -> listeners.add(new HealthFile(path, source, clock)));
    switch (output) {
      case TERMINAL -> listeners.add(new ProgressLine(out));
      case JSON -> {
        listeners.add(new JsonLog(out, source, clock));
        listeners.add(new EmfMetrics(deployment, out, source, clock));
      }
    }
    return new Listeners(listeners);
  }

  private static void stop(Ingester ingester, CountDownLatch ended) {
    ingester.stop();
    try {
      ended.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending
    }
  }
}
