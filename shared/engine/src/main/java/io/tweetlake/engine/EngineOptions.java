package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How much of the machine the engine may use, and what it knows from its start.
 *
 * @param memoryLimitBytes of DuckDB's own memory; Java's heap comes on top
 * @param scratchFolder for spilled rows and files in work; created where missing
 * @param textFunctions by name, what queries can call beside DuckDB's own: each makes a text of
 *     texts, is not asked where one of them is NULL, and gives nothing for NULL.
 *     IllegalArgumentException ends the query with its message
 * @param initialStatements run once when the instance opens, such as macros that translated
 *     expressions need
 * @param sandbox what statements may reach
 */
public record EngineOptions(
    int threads,
    long memoryLimitBytes,
    Path scratchFolder,
    Map<String, Function<List<String>, Optional<String>>> textFunctions,
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
    textFunctions = Map.copyOf(textFunctions);
    initialStatements = List.copyOf(initialStatements);
    requireNonNull(sandbox, "sandbox is null");
  }

  /** Without functions and initial statements, and open. */
  public EngineOptions(int threads, long memoryLimitBytes, Path scratchFolder) {
    this(threads, memoryLimitBytes, scratchFolder, Map.of(), List.of(), Sandbox.open());
  }

  /** The same, which also runs these statements when it opens. */
  public EngineOptions withInitialStatements(List<String> statements) {
    return new EngineOptions(
        threads, memoryLimitBytes, scratchFolder, textFunctions, statements, sandbox);
  }

  /** The same, whose queries can call these functions. */
  public EngineOptions withTextFunctions(
      Map<String, Function<List<String>, Optional<String>>> functions) {
    return new EngineOptions(
        threads, memoryLimitBytes, scratchFolder, functions, initialStatements, sandbox);
  }

  /** The same in another sandbox. */
  public EngineOptions withSandbox(Sandbox newSandbox) {
    return new EngineOptions(
        threads, memoryLimitBytes, scratchFolder, textFunctions, initialStatements, newSandbox);
  }
}
