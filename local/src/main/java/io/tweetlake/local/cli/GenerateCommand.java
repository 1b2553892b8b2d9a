package io.tweetlake.local.cli;

import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes up posts in the shape of v1.1 tweets, with delete notices among them.",
      "The same arguments give the same bytes everywhere."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Spec private CommandSpec spec;

  @Option(
      names = "--posts",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many, by default ${DEFAULT-VALUE}.")
  private long posts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Other posts for each seed. By default those that the demo ships.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--no-notices", description = "Leave delete notices out.")
  private boolean withoutNotices;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to; compressed where it ends in .gz. By default standard output.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (posts < 0) {
      throw new ParameterException(
          spec.commandLine(), "Cannot make up " + posts + " posts: --posts takes 0 or more");
    }
    try (OutputStream out = open()) {
      generator().write(out, posts);
    }
    return 0;
  }

  private PostGenerator generator() {
    if (seed.isEmpty() && !withoutNotices) {
      return PostGenerator.shipped();
    }
    return new PostGenerator(
        seed.orElse(PostGenerator.SHIPPED_SEED),
        withoutNotices ? Mix.POSTS_ONLY : Mix.SAMPLE_STREAM);
  }

  private OutputStream open() throws IOException {
    if (output.isEmpty()) {
      return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
    }
    OutputStream file = new BufferedOutputStream(Files.newOutputStream(output.get()), BUFFER_BYTES);
    return output.get().toString().endsWith(".gz")
        ? new GZIPOutputStream(file, BUFFER_BYTES)
        : file;
  }
}
