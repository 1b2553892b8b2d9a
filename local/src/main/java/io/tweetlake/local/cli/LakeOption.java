package io.tweetlake.local.cli;

import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.local.UserException;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which lake and pipeline a command works on. */
final class LakeOption {
  private static final String S3_SCHEME = "s3://";

  @Option(
      names = "--lake",
      paramLabel = "LAKE",
      description =
          "The lake's folder; by default that of the last demo. serve, report and query also read"
              + " s3://BUCKET/PREFIX, with endpoint, region and keys from the AWS environment.")
  private Optional<String> lake = Optional.empty();

  @Option(
      names = "--pipeline",
      paramLabel = "PATH",
      description = "A pipeline's SQL file or folder. By default the project's.")
  private Optional<Path> pipeline = Optional.empty();

  /** The folder; a new one where none is named. */
  Path newFolder() {
    return lake.map(LakeOption::folder).orElseGet(() -> Project.current().newLake());
  }

  /** The folder of a lake that is there. */
  Path existingFolder() {
    return existing(lake.map(LakeOption::folder).orElseGet(() -> Project.current().latestLake()));
  }

  private static Path existing(Path folder) {
    if (!Files.isDirectory(folder.resolve(LocalLake.LAKE_BUCKET))) {
      throw new UserException(
          "There is no lake in %s: run ./tweetlake demo --lake %s first".formatted(folder, folder));
    }
    return folder;
  }

  private static Path folder(String lake) {
    if (lake.startsWith(S3_SCHEME)) {
      throw new UserException(
          "Cannot work on %s: this command needs a lake in a folder; serve, report and query read lakes on S3"
              .formatted(lake));
    }
    return Path.of(lake);
  }

  LocalLake openExisting() {
    return LocalLake.open(existingFolder());
  }

  /** A lake that is there, or a named folder that holds nothing yet but files to be taken in. */
  LocalLake openExistingOrNew() {
    Optional<Path> named = lake.map(LakeOption::folder).filter(Files::isDirectory);
    return LocalLake.open(named.orElseGet(this::existingFolder));
  }

  /** The path of a lake on S3; empty where it is in a folder. */
  Optional<String> onS3() {
    return lake.filter(name -> name.startsWith(S3_SCHEME));
  }

  /** What repeats {@code --pipeline} on another command line; nothing where it was not given. */
  String pipelineArgument() {
    return pipeline.map(path -> " --pipeline " + path).orElse("");
  }

  Path pipelinePath() {
    return pipeline.orElseGet(() -> Project.current().pipeline());
  }

  Pipeline loadPipeline() {
    return PipelineFolder.load(pipelinePath());
  }

  /** The pipeline, where a lake is named checked against what that has read. */
  Pipeline checkPipeline() {
    return lake.map(name -> check(pipelinePath(), name)).orElseGet(this::loadPipeline);
  }

  /** A pipeline, checked against what a lake's tables have read. */
  static Pipeline check(Path pipeline, String lake) {
    try (LocalLake opened = LocalLake.open(existing(folder(lake)))) {
      return PipelineFolder.load(pipeline, opened);
    }
  }
}
