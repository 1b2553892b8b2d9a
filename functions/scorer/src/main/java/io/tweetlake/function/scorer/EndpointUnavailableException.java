package io.tweetlake.function.scorer;

/**
 * A model cannot be asked now: its endpoint has no capacity, fails on, or is not set up. Nothing
 * was written; the messages that asked for it are to be given back to their queue.
 */
final class EndpointUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EndpointUnavailableException(String endpoint, String reason, Throwable cause) {
    super("Cannot ask endpoint %s: %s".formatted(endpoint, reason), cause);
  }
}
