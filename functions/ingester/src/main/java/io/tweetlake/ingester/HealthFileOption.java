package io.tweetlake.ingester;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a run's health is kept, to be mixed into a command. */
public final class HealthFileOption {
  @Option(
      names = "--health-file",
      paramLabel = "FILE",
      description = "Keep the run's health in this file, as JSON.")
  private Optional<Path> file = Optional.empty();

  public Optional<Path> file() {
    return file;
  }
}
