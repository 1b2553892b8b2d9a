package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * One call of a function that this process hosts.
 *
 * @param failure why it threw
 */
public record Invocation(String function, Duration duration, Optional<String> failure) {
  public Invocation {
    requireNonNull(function, "function is null");
    requireNonNull(duration, "duration is null");
    requireNonNull(failure, "failure is null");
  }
}
