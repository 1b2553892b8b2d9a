package io.tweetlake.local.cli;

import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.local.ReadableLake;
import io.tweetlake.local.UserException;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.S3Settings;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which lake a command looks at: one in a folder, or one on S3. */
final class ReadableLakeOption {
  @Mixin private LakeOption lakeOption;

  @Option(
      names = "--landing",
      paramLabel = "BUCKET",
      defaultValue = LocalLake.LANDING_BUCKET,
      description =
          "The landing bucket of a lake on S3, which the lake itself does not know. By default"
              + " ${DEFAULT-VALUE}.")
  private String landing;

  ReadableLake open() {
    Optional<String> s3 = lakeOption.onS3();
    return s3.isPresent()
        ? ReadableLake.onS3(root(s3.get()), landing, S3Settings.ofEnvironment(System.getenv()))
        : ReadableLake.of(lakeOption.openExisting());
  }

  private static ObjectPath root(String path) {
    try {
      return ObjectPath.parse(path);
    } catch (IllegalArgumentException e) {
      throw new UserException("Cannot open the lake: " + e.getMessage(), e);
    }
  }

  Pipeline loadPipeline() {
    return lakeOption
        .onS3()
        .map(path -> PipelineFolder.load(lakeOption.pipelinePath(), landing, root(path).bucket()))
        .orElseGet(lakeOption::loadPipeline);
  }
}
