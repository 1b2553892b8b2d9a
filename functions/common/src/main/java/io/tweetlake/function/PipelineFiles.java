package io.tweetlake.function;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.SqlFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SQL files of a pipeline. */
public final class PipelineFiles {
  private PipelineFiles() {}

  /**
   * Loads a pipeline, with the buckets' names as its parameters {@code landing} and {@code lake}.
   *
   * @param pipeline a SQL file, or a folder of them and of such folders
   * @throws io.tweetlake.sql.InvalidPipelineException with every problem found
   */
  public static Pipeline load(Path pipeline, LakeLayout layout) {
    return Pipeline.load(
        read(pipeline), Map.of("landing", layout.landingBucket(), "lake", layout.lakeBucket()));
  }

  private static List<SqlFile> read(Path pipeline) {
    SqlFolder folder = new SqlFolder(pipeline);
    try {
      List<SqlFile> files = new ArrayList<>();
      for (Path file : folder.files()) {
        files.add(new SqlFile(folder.nameOf(file), Files.readString(file)));
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
}
