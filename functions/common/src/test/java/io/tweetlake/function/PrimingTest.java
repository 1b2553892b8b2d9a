package io.tweetlake.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.testing.EmbeddedS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrimingTest {
  @TempDir Path directory;
  @AutoClose private final EmbeddedS3 s3 = EmbeddedS3.start("landing", "lake");

  private FunctionConfig config(String initialization) throws Exception {
    Path pipeline =
        Files.writeString(
            directory.resolve("pipeline.sql"),
            "CREATE OR REFRESH STREAMING TABLE bronze AS SELECT * FROM STREAM"
                + " read_files(\"s3://${landing}/posts/\", format => \"json\");");
    FunctionConfig config =
        FunctionConfig.ofEnvironment(
            Map.of(
                "TWEETLAKE_PIPELINE",
                pipeline.toString(),
                "TWEETLAKE_LANDING_BUCKET",
                "landing",
                "TWEETLAKE_LAKE_BUCKET",
                "lake",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                initialization));
    return new FunctionConfig(
        config.deployment(),
        config.pipeline(),
        config.layout(),
        config.table(),
        config.threads(),
        config.engineMemoryBytes(),
        config.maxBytesPerCommit(),
        directory.resolve("scratch"),
        s3.settings(),
        config.snapStart());
  }

  @Test
  void makesRealUpdatesThatLeaveNoTraceInTheLake() throws Exception {
    try (FunctionRuntime runtime = FunctionRuntime.open(config("on-demand"))) {
      // three files of two posts: all in bronze, the English in silver; two groups at each update
      assertThat(Priming.run(runtime)).isEqualTo(6 + 3 + 6);
      assertThat(runtime.store().list(new ObjectPath("lake", ""), Optional.empty())).isExhausted();
      assertThat(runtime.store().list(new ObjectPath("landing", ""), Optional.empty()))
          .isExhausted();
    }
  }

  @Test
  void isDoneBeforeASnapshotOnly() throws Exception {
    assertThat(config("snap-start").snapStart()).isTrue();
    assertThat(config("on-demand").snapStart()).isFalse();
    try (FunctionRuntime runtime = FunctionRuntime.open(config("snap-start"))) {
      assertThat(runtime.pipeline().tables()).hasSize(1);
    }
  }

  @Test
  void leavesAFunctionThatCannotBeWarmedUpAsItIs() throws Exception {
    try (FunctionRuntime runtime = FunctionRuntime.open(config("on-demand"))) {
      runtime.engine().close();
      assertThat(Priming.run(runtime)).isZero();
    }
  }
}
