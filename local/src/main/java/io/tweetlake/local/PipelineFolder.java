package io.tweetlake.local;

import io.tweetlake.flow.LakeColumns;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.SqlFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a pipeline's source. */
public final class PipelineFolder {
  private PipelineFolder() {}

  /**
   * Reads a file, or all {@code .sql} files of a folder and its folders in the order of their
   * paths.
   *
   * @throws UserException where there is none
   */
  public static List<SqlFile> read(Path path) {
    if (!Files.exists(path)) {
      throw new UserException("Cannot read the pipeline: there is no file or folder " + path);
    }
    try {
      List<SqlFile> files = new ArrayList<>();
      for (Path file : new SqlFolder(path).files()) {
        files.add(new SqlFile(file.toString(), text(file)));
      }
      if (files.isEmpty()) {
        throw new UserException("Cannot read the pipeline: no .sql file in " + path);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the pipeline in " + path, e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UserException("Cannot read the pipeline: " + file + " is not written in UTF-8");
    }
  }

  /** Reads and checks a pipeline over the local lake's buckets. */
  public static Pipeline load(Path path) {
    return load(path, LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET);
  }

  /** Reads and checks a pipeline, over what is known of the files that a local lake has read. */
  public static Pipeline load(Path path, LocalLake lake) {
    return Pipeline.load(
        read(path),
        parameters(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET),
        new LakeColumns(lake.layout(), lake.store()));
  }

  /** Reads and checks a pipeline over any two buckets. */
  public static Pipeline load(Path path, String landingBucket, String lakeBucket) {
    return Pipeline.load(read(path), parameters(landingBucket, lakeBucket));
  }

  private static Map<String, String> parameters(String landingBucket, String lakeBucket) {
    return Map.of("landing", landingBucket, "lake", lakeBucket);
  }
}
