package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/** Something in a pipeline's source that keeps it from running. */
public record Problem(Position position, String message) {
  public Problem {
    requireNonNull(position, "position is null");
    requireNonNull(message, "message is null");
  }

  @Override
  public String toString() {
    return position + ": " + message;
  }
}
