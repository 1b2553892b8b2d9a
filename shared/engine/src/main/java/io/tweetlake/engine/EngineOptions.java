package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How much of the machine the engine may use.
 *
 * @param memoryLimitBytes of DuckDB's own memory; Java's heap comes on top
 * @param scratchFolder for spilled rows and files in work; created where missing
 */
public record EngineOptions(int threads, long memoryLimitBytes, Path scratchFolder) {
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    if (memoryLimitBytes < 64L << 20) {
      throw new IllegalArgumentException(
          "memoryLimitBytes must be at least 64 MiB: " + memoryLimitBytes);
    }
    requireNonNull(scratchFolder, "scratchFolder is null");
  }
}
