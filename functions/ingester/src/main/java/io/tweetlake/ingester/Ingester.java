package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.internal.landing.Drain;
import io.tweetlake.ingester.internal.landing.LandingWriter;
import io.tweetlake.ingester.internal.run.Delivery;
import io.tweetlake.ingester.internal.run.DeliveryQueue;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import io.tweetlake.ingester.internal.run.Stop;
import io.tweetlake.ingester.internal.run.Tally;
import io.tweetlake.ingester.internal.run.Time;
import io.tweetlake.ingester.internal.source.Source;
import io.tweetlake.ingester.internal.source.Sources;
import io.tweetlake.ingester.internal.state.Checkpoint;
import io.tweetlake.ingester.internal.state.Lease;
import io.tweetlake.ingester.internal.state.StateNames;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings a source's posts into the landing bucket. One thread reads the source into a bounded
 * queue; the thread that calls {@link #run} writes the queue's messages as objects, and a live
 * source's position after them.
 *
 * <p>An ingester runs once.
 */
public final class Ingester {
  private static final int RECENT_IDS = 50_000;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);
  // the reader may be waiting for a quiet stream
  private static final Duration READER_GRACE = Duration.ofSeconds(1);
  private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LEASE_DURATION = Duration.ofSeconds(90);
  private static final LocalDate DAY_OF_UNDATED_REPLAYS = LocalDate.EPOCH;

  private final ObjectStore store;
  private final IngestOptions options;
  private final Time time;
  private final Stop stop = new Stop();

  public Ingester(ObjectStore store, IngestOptions options) {
    this(store, options, Time.SYSTEM);
  }

  Ingester(ObjectStore store, IngestOptions options, Time time) {
    this.store = requireNonNull(store, "store is null");
    this.options = requireNonNull(options, "options is null");
    this.time = requireNonNull(time, "time is null");
  }

  /** Asks a run to end, from any thread; what has been received is still written. */
  public void stop() {
    stop.request(StopReason.REQUESTED);
  }

  /**
   * Runs until the source ends, a limit is reached or {@link #stop} is called.
   *
   * @throws IngestException where the source cannot be read or the bucket not be written; what had
   *     been received is written as far as possible
   * @throws IllegalArgumentException where the source's server cannot be asked for what is wanted
   * @throws InterruptedException where the calling thread is interrupted; what is not written yet
   *     is lost
   */
  public IngestReport run(IngestListener listener) throws InterruptedException {
    Tally tally = new Tally(time.now(), options.source().pricePerPostUsd());
    RunContext context = new RunContext(time, stop, tally, listener, options.unreachableAfter());
    if (options.source() instanceof ReplayOptions) {
      return read(context, Optional.empty(), Optional.empty());
    }
    ObjectPath path = StateNames.lease(options.landing(), options.source());
    Lease lease = new Lease(store, path, UUID.randomUUID().toString(), LEASE_DURATION);
    if (!lease.acquire(time.now())) {
      context.warn(
          "lease-held", "Another run holds %s until %s".formatted(path, lease.heldUntil()));
      stop.request(StopReason.LEASE_HELD);
      return finalReport(context);
    }
    try {
      Checkpoint checkpoint =
          new Checkpoint(store, StateNames.checkpoint(options.landing(), options.source()));
      checkpoint.load();
      return read(context, Optional.of(lease), Optional.of(checkpoint));
    } finally {
      lease.release(time.now());
    }
  }

  private IngestReport read(
      RunContext context, Optional<Lease> lease, Optional<Checkpoint> checkpoint)
      throws InterruptedException {
    Source source = Sources.of(options, context);
    DeliveryQueue queue = new DeliveryQueue(options.buffer().maxBytes());
    Intake intake =
        new Intake(
            source.reader(),
            queue,
            source.whenFull(),
            checkpoint.isPresent() ? RECENT_IDS : 0,
            options.limits(),
            options.buffer().patience(),
            context);
    intake.remember(checkpoint.map(Checkpoint::recentIds).orElse(List.of()));
    Optional<String> position = checkpoint.flatMap(Checkpoint::position);
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread reader = new Thread(() -> read(source, intake, position, failure), "ingester-reader");
    // a blocked read of a quiet stream must not keep the process alive
    reader.setDaemon(true);
    reader.start();
    try {
      write(queue, reader, drain(context, checkpoint), context, lease);
    } finally {
      queue.close();
    }
    if (failure.get() != null) {
      stop.request(StopReason.FAILED);
      finalReport(context);
      throw failure.get();
    }
    stop.request(StopReason.END_OF_SOURCE);
    return finalReport(context);
  }

  private static void read(
      Source source,
      Intake intake,
      Optional<String> position,
      AtomicReference<RuntimeException> failure) {
    try {
      source.run(intake, position);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void write(
      DeliveryQueue queue, Thread reader, Drain drain, RunContext context, Optional<Lease> lease)
      throws InterruptedException {
    Instant start = time.now();
    Instant nextProgress = start;
    Optional<Instant> closeAt = Optional.empty();
    boolean closed = false;
    while (true) {
      Optional<Delivery> delivery = queue.poll(closed ? Duration.ZERO : POLL);
      if (delivery.isPresent()) {
        drain.accept(delivery.get());
      } else if (closed) {
        break;
      }
      Instant now = time.now();
      drain.tick();
      if (!lease.map(held -> held.renewIfDue(now)).orElse(true)) {
        stop.request(StopReason.LEASE_LOST);
      }
      if (options.limits().maxDuration().map(max -> !now.isBefore(start.plus(max))).orElse(false)) {
        stop.request(StopReason.MAX_DURATION);
      }
      if (stop.isRequested() && closeAt.isEmpty()) {
        closeAt = Optional.of(now.plus(READER_GRACE));
      }
      if (!closed && (!reader.isAlive() || closeAt.map(now::isAfter).orElse(false))) {
        queue.close();
        closed = true;
      }
      if (!now.isBefore(nextProgress)) {
        context.listener().progressed(context.tally().report(now, Optional.empty()));
        nextProgress = now.plus(PROGRESS_INTERVAL);
      }
    }
    drain.flush();
  }

  private IngestReport finalReport(RunContext context) {
    IngestReport report = context.tally().report(time.now(), stop.reason());
    context.listener().progressed(report);
    return report;
  }

  private Drain drain(RunContext context, Optional<Checkpoint> checkpoint) {
    LandingWriter writer =
        new LandingWriter(
            store,
            options.landing(),
            options.rotation(),
            checkpoint.isPresent() ? Optional.empty() : Optional.of(DAY_OF_UNDATED_REPLAYS),
            STORE_PATIENCE,
            context);
    return new Drain(writer, checkpoint, options.rotation().maxAge(), context);
  }
}
