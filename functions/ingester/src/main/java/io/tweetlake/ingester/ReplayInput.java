package io.tweetlake.ingester;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON to replay, plain or compressed with gzip or zstd, which its first bytes tell. */
public interface ReplayInput {
  /** The name under which it stands in messages. */
  String name();

  /** Opens it at its beginning. */
  InputStream open() throws IOException;

  /** A file, or standard input for {@code -}. */
  static ReplayInput of(String argument) {
    return argument.equals("-") ? standardInput() : file(Path.of(argument));
  }

  static ReplayInput file(Path path) {
    return new ReplayInput() {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(path);
      }
    };
  }

  /** Standard input, which can be read once. */
  static ReplayInput standardInput() {
    return new ReplayInput() {
      @Override
      public String name() {
        return "standard input";
      }

      @Override
      public InputStream open() {
        return System.in;
      }
    };
  }
}
