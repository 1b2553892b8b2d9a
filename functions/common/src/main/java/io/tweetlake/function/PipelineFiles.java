package io.tweetlake.function;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The SQL files of a pipeline. */
public final class PipelineFiles {
  private PipelineFiles() {}

  /**
   * Loads a pipeline, with the buckets' names as its parameters {@code landing} and {@code lake}.
   *
   * @param pipeline a SQL file, or a folder of them
   * @throws io.tweetlake.sql.InvalidPipelineException with every problem found
   */
  public static Pipeline load(Path pipeline, LakeLayout layout) {
    return Pipeline.load(
        read(pipeline), Map.of("landing", layout.landingBucket(), "lake", layout.lakeBucket()));
  }

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
