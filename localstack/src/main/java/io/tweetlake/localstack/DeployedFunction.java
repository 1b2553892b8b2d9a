package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A function as the emulator has it. */
record DeployedFunction(
    String name,
    String handler,
    Duration timeout,
    int memoryMegabytes,
    Map<String, String> environment) {
  private static final String TABLE = "TWEETLAKE_TABLE";

  DeployedFunction {
    requireNonNull(name, "name is null");
    requireNonNull(handler, "handler is null");
    requireNonNull(timeout, "timeout is null");
    environment = Map.copyOf(environment);
  }

  /** The table that it keeps up to date. */
  Optional<String> table() {
    return Optional.ofNullable(environment.get(TABLE));
  }
}
