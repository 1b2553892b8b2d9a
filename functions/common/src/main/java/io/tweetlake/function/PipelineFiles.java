package io.tweetlake.function;

import io.tweetlake.sql.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The SQL files of a pipeline. */
final class PipelineFiles {
  private PipelineFiles() {}

  /** Reads a file, or all {@code .sql} files of a folder in the order of their names. */
  static List<SqlFile> read(Path pipeline) {
    try {
      List<SqlFile> files = new ArrayList<>();
      for (Path file : paths(pipeline)) {
        files.add(new SqlFile(file.getFileName().toString(), Files.readString(file)));
      }
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot load the pipeline: there is no .sql file in " + pipeline);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot load the pipeline from " + pipeline, e);
    }
  }

  private static List<Path> paths(Path pipeline) throws IOException {
    if (!Files.isDirectory(pipeline)) {
      return List.of(pipeline);
    }
    try (Stream<Path> files = Files.list(pipeline)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }
}
