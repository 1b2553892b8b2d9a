package io.tweetlake.ingester;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the folder of real posts, which does not come with the project. */
public final class RealPosts {
  private RealPosts() {}

  /** A file of the folder; the calling test is skipped where there is none. */
  public static Path file(String name) {
    String root = System.getProperty("tweetlake.root", ".");
    Path folder =
        Optional.ofNullable(System.getenv("TWEETLAKE_TEST_DATA"))
            .map(Path::of)
            .orElse(Path.of(root, "..", "shared", "data"));
    Path file = folder.resolve(name).normalize();
    assumeTrue(Files.isRegularFile(file), () -> "real posts are not here: " + file);
    return file;
  }
}
