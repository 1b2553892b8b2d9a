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
  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "The lake's folder. By default that of the last demo.")
  private Optional<Path> lake = Optional.empty();

  @Option(
      names = "--pipeline",
      paramLabel = "PATH",
      description = "A pipeline's SQL file or folder. By default the project's.")
  private Optional<Path> pipeline = Optional.empty();

  /** The folder; a new one where none is named. */
  Path newFolder() {
    return lake.orElseGet(() -> Project.current().newLake());
  }

  /** The folder of a lake that is there. */
  Path existingFolder() {
    Path folder = lake.orElseGet(() -> Project.current().latestLake());
    if (!Files.isDirectory(folder.resolve(LocalLake.LAKE_BUCKET))) {
      throw new UserException(
          "There is no lake in %s: run ./tweetlake demo --lake %s first".formatted(folder, folder));
    }
    return folder;
  }

  LocalLake openExisting() {
    return LocalLake.open(existingFolder());
  }

  Path pipelinePath() {
    return pipeline.orElseGet(() -> Project.current().pipeline());
  }

  Pipeline loadPipeline() {
    return PipelineFolder.load(pipelinePath());
  }
}
