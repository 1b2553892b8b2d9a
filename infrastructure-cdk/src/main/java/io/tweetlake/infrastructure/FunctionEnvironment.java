package io.tweetlake.infrastructure;

import io.tweetlake.metrics.DeploymentName;
import java.util.Map;

/** The environment variables that every function reads. */
final class FunctionEnvironment {
  private FunctionEnvironment() {}

  static Map<String, String> common(Settings settings) {
    FunctionSettings functions = settings.functions();
    return Map.of(
        DeploymentName.VARIABLE,
        settings.name(),
        "TWEETLAKE_PIPELINE",
        FunctionPackage.PIPELINE_IN_LAMBDA,
        "TWEETLAKE_LANDING_BUCKET",
        LakeBuckets.name(settings, BucketKind.LANDING),
        "TWEETLAKE_LAKE_BUCKET",
        LakeBuckets.name(settings, BucketKind.LAKE),
        "TWEETLAKE_THREADS",
        String.valueOf(functions.threads()),
        "TWEETLAKE_DUCKDB_MEMORY_MIB",
        String.valueOf(functions.duckdbMebibytes()));
  }
}
