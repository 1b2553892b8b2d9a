package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * How much of the machine the engine may use, and what it knows from its start.
 *
 * @param memoryLimitBytes of DuckDB's own memory; Java's heap comes on top
 * @param scratchFolder for spilled rows and files in work; created where missing
 * @param initialStatements run once when the instance opens, such as macros that translated
 *     expressions need
 * @param sandbox what statements may reach
 */
public record EngineOptions(
    int threads,
    long memoryLimitBytes,
    Path scratchFolder,
    List<String> initialStatements,
    Sandbox sandbox) {
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    if (memoryLimitBytes < 64L << 20) {
      throw new IllegalArgumentException(
          "memoryLimitBytes must be at least 64 MiB: " + memoryLimitBytes);
    }
    requireNonNull(scratchFolder, "scratchFolder is null");
    initialStatements = List.copyOf(initialStatements);
    requireNonNull(sandbox, "sandbox is null");
  }

  /** Without initial statements, and open. */
  public EngineOptions(int threads, long memoryLimitBytes, Path scratchFolder) {
    this(threads, memoryLimitBytes, scratchFolder, List.of(), Sandbox.open());
  }

  /** The same, which also runs these statements when it opens. */
  public EngineOptions withInitialStatements(List<String> statements) {
    return new EngineOptions(threads, memoryLimitBytes, scratchFolder, statements, sandbox);
  }

  /** The same in another sandbox. */
  public EngineOptions withSandbox(Sandbox newSandbox) {
    return new EngineOptions(
        threads, memoryLimitBytes, scratchFolder, initialStatements, newSandbox);
  }
}
