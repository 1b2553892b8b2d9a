package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a connection failed or ended, where another attempt may help.
 *
 * @param cause the cause in a word, by which reconnections are counted
 * @param resetAt when the server will accept requests again, as it says itself
 */
record Failure(Kind kind, String cause, Optional<Instant> resetAt) {
  /** How long to wait depends on it. */
  enum Kind {
    /** The connection could not be made, broke, stalled or was closed. */
    NETWORK,
    /** The server has a problem: HTTP 5xx. */
    SERVER,
    /** Too many requests or connections: HTTP 429, and 420 of v1.1. */
    RATE_LIMIT
  }

  Failure {
    requireNonNull(kind, "kind is null");
    requireNonNull(cause, "cause is null");
    requireNonNull(resetAt, "resetAt is null");
  }

  static Failure network(String cause) {
    return new Failure(Kind.NETWORK, cause, Optional.empty());
  }

  static Failure server(int status) {
    return new Failure(Kind.SERVER, "http-" + status, Optional.empty());
  }

  static Failure rateLimit(String cause, Optional<Instant> resetAt) {
    return new Failure(Kind.RATE_LIMIT, cause, resetAt);
  }
}
