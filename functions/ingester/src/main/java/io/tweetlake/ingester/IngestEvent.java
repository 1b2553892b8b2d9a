package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something worth a line in the log.
 *
 * @param name what happened, in a word or two joined by hyphens, such as {@code reconnecting}
 * @param message the same for people, with the details
 */
public record IngestEvent(Instant time, Level level, String name, String message) {
  /** How bad it is. */
  public enum Level {
    INFO,
    WARN,
    ERROR
  }

  public IngestEvent {
    requireNonNull(time, "time is null");
    requireNonNull(level, "level is null");
    requireNonNull(name, "name is null");
    requireNonNull(message, "message is null");
  }
}
