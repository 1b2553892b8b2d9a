package io.tweetlake.benchmarks;

import java.nio.file.Path;

/** Where the project lies; the launcher tells. */
final class Project {
  private Project() {}

  static Path pipeline() {
    return root().resolve("pipeline");
  }

  static Path root() {
    return Path.of(System.getProperty("tweetlake.root", "")).toAbsolutePath();
  }
}
