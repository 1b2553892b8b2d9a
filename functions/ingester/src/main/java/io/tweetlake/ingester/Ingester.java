package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.internal.landing.LandingWriter;
import io.tweetlake.ingester.internal.message.MessageReader;
import io.tweetlake.ingester.internal.run.Delivery;
import io.tweetlake.ingester.internal.run.DeliveryQueue;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.Stop;
import io.tweetlake.ingester.internal.run.Tally;
import io.tweetlake.ingester.internal.run.Time;
import io.tweetlake.ingester.internal.source.ReplaySource;
import io.tweetlake.ingester.internal.source.Source;
import io.tweetlake.store.ObjectStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings a source's posts into the landing bucket. One thread reads the source into a bounded
 * queue, the thread that calls {@link #run} writes the queue's messages as objects.
 *
 * <p>An ingester runs once.
 */
public final class Ingester {
  private static final long QUEUE_BYTES = 16L << 20;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);
  private static final Duration READER_GRACE = Duration.ofSeconds(1);
  private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);
  private static final LocalDate DAY_OF_UNDATED_REPLAYS = LocalDate.EPOCH;

  private final ObjectStore store;
  private final IngestOptions options;
  private final Time time = Time.SYSTEM;
  private final Stop stop = new Stop();

  public Ingester(ObjectStore store, IngestOptions options) {
    this.store = requireNonNull(store, "store is null");
    this.options = requireNonNull(options, "options is null");
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
   * @throws InterruptedException where the calling thread is interrupted; what is not written yet
   *     is lost
   */
  public IngestReport run(IngestListener listener) throws InterruptedException {
    requireNonNull(listener, "listener is null");
    Tally tally = new Tally(time.now(), BigDecimal.ZERO);
    DeliveryQueue queue = new DeliveryQueue(QUEUE_BYTES);
    Intake intake =
        new Intake(
            new MessageReader(),
            queue,
            Intake.WhenFull.WAIT,
            0,
            options.limits(),
            tally,
            time,
            stop);
    Source source = source();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread reader = new Thread(() -> read(source, intake, failure), "ingester-reader");
    // a blocked read of a quiet stream must not keep the process alive
    reader.setDaemon(true);
    reader.start();
    try {
      write(queue, reader, writer(tally), tally, listener);
    } finally {
      queue.close();
    }
    if (failure.get() != null) {
      stop.request(StopReason.FAILED);
      listener.progressed(tally.report(time.now(), stop.reason()));
      throw failure.get();
    }
    stop.request(StopReason.END_OF_SOURCE);
    IngestReport report = tally.report(time.now(), stop.reason());
    listener.progressed(report);
    return report;
  }

  private static void read(
      Source source, Intake intake, AtomicReference<RuntimeException> failure) {
    try {
      source.run(intake);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void write(
      DeliveryQueue queue,
      Thread reader,
      LandingWriter writer,
      Tally tally,
      IngestListener listener)
      throws InterruptedException {
    Instant nextProgress = time.now();
    Optional<Instant> closeAt = Optional.empty();
    boolean closed = false;
    while (true) {
      Optional<Delivery> delivery = queue.poll(closed ? Duration.ZERO : POLL);
      if (delivery.isPresent()) {
        handle(delivery.get(), writer);
      } else if (closed) {
        break;
      }
      if (stop.isRequested() && closeAt.isEmpty()) {
        closeAt = Optional.of(time.now().plus(READER_GRACE));
      }
      if (!closed && (!reader.isAlive() || closeAt.map(time.now()::isAfter).orElse(false))) {
        queue.close();
        closed = true;
      }
      if (options.limits().maxDuration().isPresent()
          && tally
                  .report(time.now(), Optional.empty())
                  .elapsed()
                  .compareTo(options.limits().maxDuration().get())
              >= 0) {
        stop.request(StopReason.MAX_DURATION);
      }
      if (!time.now().isBefore(nextProgress)) {
        listener.progressed(tally.report(time.now(), Optional.empty()));
        nextProgress = time.now().plus(PROGRESS_INTERVAL);
      }
    }
    writer.flush();
  }

  private static void handle(Delivery delivery, LandingWriter writer) throws InterruptedException {
    if (delivery instanceof Delivery.Input input) {
      writer.flush();
      writer.round(input.round());
    } else if (delivery instanceof Delivery.Item item) {
      if (writer.needsFlushFor(item.message())) {
        writer.flush();
      }
      writer.add(item.message(), item.line());
    }
  }

  private Source source() {
    if (options.source() instanceof ReplayOptions replay) {
      return new ReplaySource(replay, time, stop);
    }
    throw new IllegalStateException("There is no source " + options.source().name());
  }

  private LandingWriter writer(Tally tally) {
    return new LandingWriter(
        store,
        options.landing(),
        options.rotation(),
        Optional.of(DAY_OF_UNDATED_REPLAYS),
        STORE_PATIENCE,
        tally,
        time,
        stop);
  }
}
