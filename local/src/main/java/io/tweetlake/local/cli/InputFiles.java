package io.tweetlake.local.cli;

import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.UserException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Input files, looked for before anything is started. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * A file, or standard input for {@code -}.
   *
   * @throws UserException where it cannot be read
   */
  public static ReplayInput of(String argument) {
    if (!argument.equals("-") && !Files.isReadable(Path.of(argument))) {
      throw new UserException("Cannot read posts: there is no readable file " + argument);
    }
    return ReplayInput.of(argument);
  }
}
