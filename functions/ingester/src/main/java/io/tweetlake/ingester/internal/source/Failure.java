package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

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

  /** What kept a connection from being made. */
  static Failure unreachable(Throwable problem) {
    String cause = "network";
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
        return network("unknown-host");
      }
      if (t instanceof SSLException) {
        return network("tls");
      }
      if (t instanceof SocketTimeoutException || t instanceof HttpTimeoutException) {
        return network("connect-timeout");
      }
      if (t instanceof ConnectException) {
        cause = "refused";
      }
    }
    return network(cause);
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
