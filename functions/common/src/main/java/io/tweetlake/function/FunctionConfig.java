package io.tweetlake.function;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.store.S3Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a function is set up.
 *
 * @param deployment that the function belongs to
 * @param pipeline a SQL file, or a folder of them
 * @param table the table that the function keeps up; empty for one that looks after all
 * @param engineMemoryBytes DuckDB's share of the memory
 * @param maxBytesPerCommit of source data; it is copied to {@code scratchFolder}
 * @param snapStart whether a snapshot is taken of what is set up now
 */
public record FunctionConfig(
    DeploymentName deployment,
    Path pipeline,
    LakeLayout layout,
    Optional<String> table,
    int threads,
    long engineMemoryBytes,
    long maxBytesPerCommit,
    Path scratchFolder,
    S3Settings s3,
    boolean snapStart) {
  private static final String PIPELINE = "TWEETLAKE_PIPELINE";
  private static final String LANDING_BUCKET = "TWEETLAKE_LANDING_BUCKET";
  private static final String LAKE_BUCKET = "TWEETLAKE_LAKE_BUCKET";
  private static final String TABLE = "TWEETLAKE_TABLE";
  private static final String THREADS = "TWEETLAKE_THREADS";
  private static final String MEMORY = "TWEETLAKE_DUCKDB_MEMORY_MIB";
  private static final String MAX_COMMIT = "TWEETLAKE_MAX_COMMIT_MIB";
  private static final String TASK_ROOT = "LAMBDA_TASK_ROOT";
  private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";
  private static final String SNAP_START = "snap-start";

  private static final long MEBIBYTE = 1L << 20;
  private static final String DEFAULT_THREADS = "1";
  // what a function of 1 GB can spare beside the heap
  private static final String DEFAULT_MEMORY_MIB = "400";
  // a half of a function's disk of 512 MB, which also holds what is written and spilled
  private static final String DEFAULT_MAX_COMMIT_MIB = "128";

  public FunctionConfig {
    requireNonNull(deployment, "deployment is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(layout, "layout is null");
    requireNonNull(table, "table is null");
    requireNonNull(scratchFolder, "scratchFolder is null");
    requireNonNull(s3, "s3 is null");
    if (maxBytesPerCommit < 1) {
      throw new IllegalArgumentException(
          "maxBytesPerCommit must be positive: " + maxBytesPerCommit);
    }
  }

  /**
   * Reads {@code TWEETLAKE_NAME}, {@code TWEETLAKE_PIPELINE} (else the folder {@code pipeline} of
   * the function's package), {@code TWEETLAKE_LANDING_BUCKET}, {@code TWEETLAKE_LAKE_BUCKET},
   * {@code TWEETLAKE_TABLE}, {@code TWEETLAKE_THREADS}, {@code TWEETLAKE_DUCKDB_MEMORY_MIB}, {@code
   * TWEETLAKE_MAX_COMMIT_MIB}, Lambda's {@code AWS_LAMBDA_INITIALIZATION_TYPE}, and the variables
   * of every AWS SDK.
   *
   * @throws IllegalArgumentException with every variable that is missing or wrong
   */
  public static FunctionConfig ofEnvironment(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    Optional<DeploymentName> deployment = variables.deployment();
    Optional<String> pipeline =
        variables
            .text(PIPELINE)
            .or(() -> variables.text(TASK_ROOT).map(root -> root + "/pipeline"));
    if (pipeline.isEmpty()) {
      variables.problems.add(PIPELINE + " is not set");
    }
    String landing = variables.required(LANDING_BUCKET);
    String lake = variables.required(LAKE_BUCKET);
    long threads = variables.number(THREADS, DEFAULT_THREADS);
    long memoryMebibytes = variables.number(MEMORY, DEFAULT_MEMORY_MIB);
    long maxCommitMebibytes = variables.number(MAX_COMMIT, DEFAULT_MAX_COMMIT_MIB);
    if (!variables.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot configure the function: " + String.join("; ", variables.problems));
    }
    return new FunctionConfig(
        deployment.orElseThrow(),
        Path.of(pipeline.orElseThrow()),
        new LakeLayout(landing, lake),
        variables.text(TABLE),
        Math.toIntExact(threads),
        memoryMebibytes * MEBIBYTE,
        maxCommitMebibytes * MEBIBYTE,
        Path.of(System.getProperty("java.io.tmpdir"), "tweetlake"),
        S3Settings.ofEnvironment(environment),
        variables.text(INITIALIZATION).filter(SNAP_START::equals).isPresent());
  }

  private static final class Variables {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Variables(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
    }

    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    Optional<DeploymentName> deployment() {
      try {
        return Optional.of(DeploymentName.ofEnvironment(environment));
      } catch (IllegalArgumentException e) {
        problems.add(DeploymentName.VARIABLE + ": " + e.getMessage());
        return Optional.empty();
      }
    }

    String required(String name) {
      return text(name)
          .orElseGet(
              () -> {
                problems.add(name + " is not set");
                return "";
              });
    }

    long number(String name, String otherwise) {
      String text = text(name).orElse(otherwise).strip();
      if (!text.matches("[1-9]\\d{0,8}")) {
        problems.add(name + " is not a positive number: '" + text + "'");
        return 1;
      }
      return Long.parseLong(text);
    }
  }
}
