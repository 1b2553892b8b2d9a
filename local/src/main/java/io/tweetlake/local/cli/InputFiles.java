package io.tweetlake.local.cli;

import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Input files, looked for before anything is started. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * A file, or standard input for {@code -}.
   *
   * @throws UserException where it cannot be read
   */
  public static ReplayInput of(String argument) {
    check(List.of(argument));
    return ReplayInput.of(argument);
  }

  /**
   * Looks for files; {@code -} is standard input.
   *
   * @throws UserException where one cannot be read
   */
  static void check(List<String> names) {
    for (String name : names) {
      if (!name.equals("-") && !Files.isReadable(Path.of(name))) {
        throw new UserException("Cannot read posts: there is no readable file " + name);
      }
    }
  }
}
