package io.tweetlake.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away a folder of files in work. */
public final class Scratch {
  private static final Logger log = LoggerFactory.getLogger(Scratch.class);

  private Scratch() {}

  /** Deletes the folder and what is in it; what cannot be deleted stays, with a warning. */
  public static void delete(Path folder) {
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
