package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of this process's own for files in work, which goes when it is closed. */
public final class Scratch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scratch.class);

  private final Path folder;

  Scratch(Path folder) {
    this.folder = requireNonNull(folder, "folder is null");
  }

  public Path folder() {
    return folder;
  }

  /** Deletes the folder and what is in it; what cannot be deleted stays, with a warning. */
  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      log.warn("Cannot delete {}", folder, e);
    }
  }
}
