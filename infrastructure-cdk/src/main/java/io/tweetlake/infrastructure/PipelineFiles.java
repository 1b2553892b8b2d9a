package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The SQL files of a pipeline, in the order of their names. */
record PipelineFiles(List<Path> paths) {
  PipelineFiles {
    paths = List.copyOf(paths);
  }

  /**
   * A file, or all {@code .sql} files of a folder.
   *
   * @throws InvalidSettingsException where there is none
   */
  static PipelineFiles of(Path path) {
    requireNonNull(path, "path is null");
    if (Files.isRegularFile(path)) {
      return new PipelineFiles(List.of(path));
    }
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        List<Path> found = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        if (!found.isEmpty()) {
          return new PipelineFiles(found);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list " + path, e);
      }
    }
    throw new InvalidSettingsException(
        List.of("pipeline is '%s': give an SQL file or a folder of them".formatted(path)));
  }

  /** Parses and checks them. */
  Pipeline load() {
    return Pipeline.load(paths.stream().map(PipelineFiles::read).toList(), PipelinePlan.PARAMETERS);
  }

  private static SqlFile read(Path path) {
    try {
      return new SqlFile(path.getFileName().toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
