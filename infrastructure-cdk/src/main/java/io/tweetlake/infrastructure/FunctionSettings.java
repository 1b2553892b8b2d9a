package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * How the Lambda functions run.
 *
 * @param packageFolder what {@code mvn package} built for {@code architecture}
 * @param maxConcurrency of one table's function; more would only race for the same commit
 */
public record FunctionSettings(
    ProcessorArchitecture architecture,
    Path packageFolder,
    int memoryMebibytes,
    int timeoutSeconds,
    int maxConcurrency,
    boolean snapStart,
    boolean tracing,
    RetentionDays logRetention) {
  public FunctionSettings {
    requireNonNull(architecture, "architecture is null");
    requireNonNull(packageFolder, "packageFolder is null");
    requireNonNull(logRetention, "logRetention is null");
  }

  static FunctionSettings of(ContextValues values) {
    ProcessorArchitecture architecture =
        values.choice("functions.architecture", ProcessorArchitecture.ARM64);
    return new FunctionSettings(
        architecture,
        values
            .optional("functions.package")
            .map(Path::of)
            .orElseGet(() -> Path.of("..", "functions", "package", "target"))
            .resolve("functions-" + architecture.lambdaName()),
        values.number("functions.memory-mib", 2048, 1024, 10_240),
        values.number("functions.timeout-seconds", 120, 30, 900),
        values.number("functions.max-concurrency", 2, 2, 100),
        values.flag("functions.snap-start", true),
        values.flag("functions.tracing", false),
        values.choice("functions.log-retention", RetentionDays.ONE_MONTH));
  }

  /** The Java heap: rows pass through DuckDB, so it gets the larger part of the memory. */
  int heapMebibytes() {
    return memoryMebibytes / 4;
  }

  /** DuckDB's limit; a quarter is left for the JVM's own needs and for Parquet's buffers. */
  int duckdbMebibytes() {
    return memoryMebibytes * 2 / 5;
  }

  /** Lambda gives a whole processor with every 1769 MiB. */
  int threads() {
    return Math.max(1, memoryMebibytes / 1769);
  }
}
