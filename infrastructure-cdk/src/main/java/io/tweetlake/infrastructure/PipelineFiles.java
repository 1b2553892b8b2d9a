package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.SqlFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The SQL files of a pipeline, in the order of their paths. */
record PipelineFiles(SqlFolder folder, List<Path> paths) {
  PipelineFiles {
    requireNonNull(folder, "folder is null");
    paths = List.copyOf(paths);
  }

  /**
   * A file, or all {@code .sql} files of a folder and its folders.
   *
   * @throws InvalidSettingsException where there is none
   */
  static PipelineFiles of(Path path) {
    requireNonNull(path, "path is null");
    SqlFolder folder = new SqlFolder(path);
    try {
      List<Path> found = Files.exists(path) ? folder.files() : List.of();
      if (!found.isEmpty()) {
        return new PipelineFiles(folder, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + path, e);
    }
    throw new InvalidSettingsException(
        List.of("pipeline is '%s': give an SQL file or a folder of them".formatted(path)));
  }

  /** Parses and checks them. */
  Pipeline load() {
    return Pipeline.load(paths.stream().map(this::read).toList(), PipelinePlan.PARAMETERS);
  }

  /** Copies them below another folder, in the same folders. */
  void copyTo(Path target) throws IOException {
    for (Path path : paths) {
      Path copy = target.resolve(folder.nameOf(path));
      Files.createDirectories(copy.getParent());
      Files.copy(path, copy);
    }
  }

  private SqlFile read(Path path) {
    try {
      return new SqlFile(folder.nameOf(path), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
