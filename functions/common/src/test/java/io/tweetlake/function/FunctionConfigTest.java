package io.tweetlake.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.metrics.DeploymentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionConfigTest {

  @Test
  void hasDefaultsForAllButTheBuckets() {
    FunctionConfig config =
        FunctionConfig.ofEnvironment(
            Map.of(
                "TWEETLAKE_LANDING_BUCKET", "in",
                "TWEETLAKE_LAKE_BUCKET", "out",
                "LAMBDA_TASK_ROOT", "/var/task"));

    assertThat(config.deployment()).isEqualTo(DeploymentName.DEFAULT);
    assertThat(config.pipeline()).isEqualTo(Path.of("/var/task/pipeline"));
    assertThat(config.layout()).isEqualTo(new LakeLayout("in", "out"));
    assertThat(config.table()).isEmpty();
    assertThat(config.threads()).isEqualTo(1);
    assertThat(config.engineMemoryBytes()).isEqualTo(400L << 20);
    assertThat(config.maxBytesPerCommit()).isEqualTo(128L << 20);
    assertThat(config.s3().endpoint()).isEmpty();
  }

  @Test
  void readsEveryVariable() {
    FunctionConfig config =
        FunctionConfig.ofEnvironment(
            Map.of(
                "TWEETLAKE_LANDING_BUCKET", "in",
                "TWEETLAKE_LAKE_BUCKET", "out",
                "TWEETLAKE_NAME", "second",
                "TWEETLAKE_PIPELINE", "/tmp/p.sql",
                "TWEETLAKE_TABLE", "silver",
                "TWEETLAKE_THREADS", "2",
                "TWEETLAKE_DUCKDB_MEMORY_MIB", "700",
                "TWEETLAKE_MAX_COMMIT_MIB", "64",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:4566"));

    assertThat(config.deployment()).isEqualTo(new DeploymentName("second"));
    assertThat(config.pipeline()).isEqualTo(Path.of("/tmp/p.sql"));
    assertThat(config.table()).contains("silver");
    assertThat(config.threads()).isEqualTo(2);
    assertThat(config.engineMemoryBytes()).isEqualTo(700L << 20);
    assertThat(config.maxBytesPerCommit()).isEqualTo(64L << 20);
    assertThat(config.s3().endpoint()).contains(URI.create("http://127.0.0.1:4566"));
  }

  @Test
  void namesEveryVariableThatIsMissingOrWrong() {
    assertThatThrownBy(
            () ->
                FunctionConfig.ofEnvironment(
                    Map.of("TWEETLAKE_THREADS", "many", "TWEETLAKE_NAME", "Second lake")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "TWEETLAKE_NAME: name is 'Second lake'",
            "TWEETLAKE_PIPELINE is not set",
            "TWEETLAKE_LANDING_BUCKET is not set",
            "TWEETLAKE_LAKE_BUCKET is not set",
            "TWEETLAKE_THREADS is not a positive number: 'many'");
  }
}
