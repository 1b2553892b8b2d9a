package io.tweetlake.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which made-up posts are measured with. */
final class PostsOption {
  @Option(
      names = "--posts",
      defaultValue = "400000",
      description = "Posts of about 4.4 KB to make up. By default ${DEFAULT-VALUE}.")
  private long posts;

  @Option(
      names = "--posts-per-file",
      defaultValue = "1000",
      description = "By default ${DEFAULT-VALUE}.")
  private long postsPerFile;

  /** The files, made where they are not there yet. */
  List<Path> files(Path folder) throws IOException {
    return GeneratedPosts.in(folder, posts, postsPerFile);
  }
}
