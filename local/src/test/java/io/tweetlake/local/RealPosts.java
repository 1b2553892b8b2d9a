package io.tweetlake.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real posts, which may not be handed on: they lie beside the project, or nowhere. */
final class RealPosts {
  private RealPosts() {}

  /** A file of them; the test is skipped where there is none. */
  static Path file(String name) {
    Path folder =
        Optional.ofNullable(System.getenv("TWEETLAKE_TEST_DATA"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("tweetlake.root", ".."), "../shared/data"));
    Path file = folder.resolve(name);
    assumeTrue(Files.isReadable(file), () -> "There are no real posts at " + file);
    return file;
  }
}
