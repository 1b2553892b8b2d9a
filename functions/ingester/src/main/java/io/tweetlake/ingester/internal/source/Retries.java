package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.internal.run.RunContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits between the attempts to reach a server. A server that has answered once is tried for as
 * long as the run lasts; one that never has, for as long as the run allows.
 */
final class Retries {
  private final Backoff backoff;
  private final URI server;
  private final RunContext context;
  private Optional<Instant> firstFailure = Optional.empty();
  private boolean answered;
  private int failures;

  Retries(Backoff backoff, URI server, RunContext context) {
    this.backoff = requireNonNull(backoff, "backoff is null");
    this.server = requireNonNull(server, "server is null");
    this.context = requireNonNull(context, "context is null");
  }

  /** An attempt begins. */
  void attempting() {
    backoff.connecting(context.time().now());
  }

  /** The server lets us in. */
  void answered() {
    answered = true;
  }

  /** The server has sent something: the next failure is a first one. */
  void delivered() {
    answered = true;
    backoff.delivered();
  }

  /**
   * Tells of a failure and waits for as long as it asks.
   *
   * @param event the event's name
   * @param what what failed, as the beginning of a sentence
   * @throws IngestException where the server has not been reached for longer than the run allows
   */
  void pause(Failure failure, String event, String what) throws InterruptedException {
    Instant now = context.time().now();
    Duration wait = backoff.next(failure, now);
    if (!answered) {
      giveUp(failure, now, wait);
    }
    context.warn(
        event, "%s (%s); again in %.2f s".formatted(what, failure.cause(), wait.toMillis() / 1e3));
    context.time().pause(wait, context.stop());
  }

  private void giveUp(Failure failure, Instant now, Duration wait) {
    failures++;
    firstFailure = firstFailure.or(() -> Optional.of(now));
    Duration tried = Duration.between(firstFailure.get(), now);
    boolean tooLong =
        context.unreachableAfter().filter(max -> tried.plus(wait).compareTo(max) > 0).isPresent();
    if (tooLong) {
      throw new IngestException(
          "Cannot reach %s: %s, %d attempts in %.1f s. Is this machine's network up?"
              .formatted(server, failure.cause(), failures, tried.toMillis() / 1e3));
    }
  }
}
