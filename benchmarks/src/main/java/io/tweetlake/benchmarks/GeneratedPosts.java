package io.tweetlake.benchmarks;

import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Files of made-up posts to measure with, the same in every run. */
final class GeneratedPosts {
  private static final long SEED = 7;

  private GeneratedPosts() {}

  /** A folder for what benchmarks write, in the project's build folder. */
  static Path defaultFolder() {
    return Project.root().resolve("target/benchmarks");
  }

  /** Gzipped NDJSON. Kept from run to run, since making posts takes longer than loading them. */
  static List<Path> in(Path folder, long posts, long postsPerFile) throws IOException {
    Path target = Files.createDirectories(folder.resolve("posts-" + posts + "-" + postsPerFile));
    List<Path> files = new ArrayList<>();
    for (long made = 0; made < posts; made += postsPerFile) {
      Path file = target.resolve("posts-%06d.ndjson.gz".formatted(files.size()));
      if (!Files.exists(file)) {
        Path part = target.resolve("part");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part), 1 << 16)) {
          new PostGenerator(SEED + files.size(), Mix.POSTS_ONLY)
              .write(out, Math.min(postsPerFile, posts - made));
        }
        Files.move(part, file);
      }
      files.add(file);
    }
    return files;
  }

  /** A folder with nothing in it. */
  static Path emptied(Path folder) throws IOException {
    Path path = folder.toAbsolutePath();
    if (Files.exists(path)) {
      try (Stream<Path> old = Files.walk(path)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(path);
  }
}
