package io.tweetlake.sentiment.endpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** One endpoint: its model, the failures that it was told to show, and what it has done. */
final class Endpoint {
  private final HostedModel hosted;
  private final ExecutorService containers;
  private final Semaphore workers;
  private final LongAdder busyNanos = new LongAdder();
  private final Queue<Failure> failures = new ArrayDeque<>();
  private Optional<Failure> phase = Optional.empty();
  private Instant phaseEnd = Instant.MIN;
  private long calls;
  private long failed;
  private int inFlight;
  private int peakInFlight;
  private int working;
  private long activeSinceNanos;
  private long activeNanos;

  Endpoint(HostedModel hosted, ExecutorService containers) {
    this.hosted = requireNonNull(hosted, "hosted is null");
    this.containers = requireNonNull(containers, "containers is null");
    this.workers = new Semaphore(hosted.workers());
  }

  HostedModel hosted() {
    return hosted;
  }

  synchronized void fail(Failure failure, int times) {
    for (int i = 0; i < times; i++) {
      failures.add(failure);
    }
  }

  synchronized void failUntil(Failure failure, Instant end) {
    phase = Optional.of(failure);
    phaseEnd = end;
  }

  synchronized Usage usage() {
    long now = working > 0 ? System.nanoTime() - activeSinceNanos : 0;
    return new Usage(
        calls,
        failed,
        Duration.ofNanos(busyNanos.sum()),
        Duration.ofNanos(activeNanos + now),
        peakInFlight);
  }

  byte[] invoke(byte[] body) throws ServiceException, InterruptedException {
    Optional<Failure> failure = nextFailure();
    if (failure.isPresent()) {
      throw new ServiceException(failure.get().error());
    }
    begin();
    try {
      return callContainer(body);
    } finally {
      end();
    }
  }

  private byte[] callContainer(byte[] body) throws ServiceException, InterruptedException {
    Future<byte[]> answer = containers.submit(() -> work(body));
    try {
      return answer.get(hosted.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ServiceException(Failure.MODEL_TIMEOUT.error());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelRejection rejection) {
        throw new ServiceException(ServiceError.modelRejected(rejection));
      }
      throw new ServiceException(
          ServiceError.modelRejected(new ModelRejection(500, String.valueOf(e.getCause()))));
    }
  }

  private byte[] work(byte[] body) throws InterruptedException, ModelRejection {
    workers.acquire();
    long start = System.nanoTime();
    beginWork(start);
    try {
      Thread.sleep(hosted.latency().toMillis());
      return hosted.dialect().answer(hosted.model(), body);
    } finally {
      long end = System.nanoTime();
      busyNanos.add(end - start);
      endWork(end);
      workers.release();
    }
  }

  private synchronized void beginWork(long nanos) {
    if (working == 0) {
      activeSinceNanos = nanos;
    }
    working++;
  }

  private synchronized void endWork(long nanos) {
    working--;
    if (working == 0) {
      activeNanos += nanos - activeSinceNanos;
    }
  }

  private synchronized Optional<Failure> nextFailure() {
    Optional<Failure> next =
        phase
            .filter(failure -> Instant.now().isBefore(phaseEnd))
            .or(() -> Optional.ofNullable(failures.poll()));
    if (next.isPresent()) {
      failed++;
    }
    return next;
  }

  private synchronized void begin() {
    calls++;
    inFlight++;
    peakInFlight = Math.max(peakInFlight, inFlight);
  }

  private synchronized void end() {
    inFlight--;
  }
}
