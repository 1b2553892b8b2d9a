package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long to wait before the next attempt, as X asks of its clients: after a network failure 250
 * ms more each time up to 16 s, after an HTTP 5xx 5 s doubling up to 320 s, after a 429 until the
 * reset that the server names, else 60 s doubling. A connection that delivers something starts the
 * counts anew.
 *
 * <p>Independently of failures, connections are spread so that the server's limit per window is
 * kept.
 *
 * @see <a href="https://docs.x.com/x-api/fundamentals/consuming-streaming-data">Consuming streaming
 *     data</a>
 */
final class Backoff {
  private static final Duration NETWORK_STEP = Duration.ofMillis(250);
  private static final Duration NETWORK_MAX = Duration.ofSeconds(16);
  private static final Duration SERVER_FIRST = Duration.ofSeconds(5);
  private static final Duration SERVER_MAX = Duration.ofSeconds(320);
  private static final Duration RATE_FIRST = Duration.ofSeconds(60);
  private static final Duration RATE_MAX = Duration.ofSeconds(960);
  // a reset further away than X's longest window of 15 minutes means that the clocks differ
  private static final Duration RESET_MAX = Duration.ofMinutes(16);
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final int connectionsPerWindow;
  private final Deque<Instant> connections = new ArrayDeque<>();
  private Failure.Kind lastKind = Failure.Kind.NETWORK;
  private int failures;

  /**
   * @param connectionsPerWindow how many connections the server allows in 15 minutes
   */
  Backoff(int connectionsPerWindow) {
    this.connectionsPerWindow = connectionsPerWindow;
  }

  /** A connection is being made. */
  void connecting(Instant now) {
    connections.addLast(now);
  }

  /** A connection has delivered something. */
  void delivered() {
    failures = 0;
  }

  /** How long to wait after {@code failure}, before the next connection. */
  Duration next(Failure failure, Instant now) {
    requireNonNull(failure, "failure is null");
    if (failure.kind() != lastKind) {
      failures = 0;
      lastKind = failure.kind();
    }
    failures++;
    Duration wait =
        switch (failure.kind()) {
          case NETWORK -> shorter(NETWORK_STEP.multipliedBy(failures), NETWORK_MAX);
          case SERVER -> doubled(SERVER_FIRST, SERVER_MAX);
          case RATE_LIMIT ->
              failure
                  .resetAt()
                  .filter(reset -> reset.isAfter(now))
                  .map(reset -> shorter(Duration.between(now, reset), RESET_MAX))
                  .orElseGet(() -> doubled(RATE_FIRST, RATE_MAX));
        };
    Duration room = untilRoom(now);
    return wait.compareTo(room) >= 0 ? wait : room;
  }

  private Duration doubled(Duration first, Duration max) {
    int doublings = Math.min(failures - 1, 16);
    return shorter(first.multipliedBy(1L << doublings), max);
  }

  private Duration untilRoom(Instant now) {
    while (!connections.isEmpty() && !connections.peekFirst().plus(WINDOW).isAfter(now)) {
      connections.removeFirst();
    }
    return connections.size() < connectionsPerWindow
        ? Duration.ZERO
        : Duration.between(now, connections.peekFirst().plus(WINDOW));
  }

  private static Duration shorter(Duration first, Duration second) {
    return first.compareTo(second) <= 0 ? first : second;
  }
}
