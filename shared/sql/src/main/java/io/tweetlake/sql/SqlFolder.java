package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where a pipeline's SQL is: a file, or a folder with {@code .sql} files in it and in its folders,
 * as in {@code transformations/01-bronze/posts.sql}. Links are followed. What is hidden is no part
 * of it.
 */
public record SqlFolder(Path path) {
  public SqlFolder {
    requireNonNull(path, "path is null");
  }

  /**
   * The files in the order of their paths; none where there are none.
   *
   * @throws IOException where a folder cannot be read, or links lead in a circle
   */
  public List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return entries
          .filter(entry -> entry.toString().endsWith(".sql") && Files.isRegularFile(entry))
          .filter(entry -> !isHidden(path.relativize(entry)))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What a file is called below the folder, with slashes between the parts. */
  public String nameOf(Path file) {
    return Files.isDirectory(path)
        ? parts(path.relativize(file)).collect(Collectors.joining("/"))
        : file.getFileName().toString();
  }

  private static boolean isHidden(Path relative) {
    return parts(relative).anyMatch(part -> part.startsWith("."));
  }

  private static Stream<String> parts(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false).map(Path::toString);
  }
}
