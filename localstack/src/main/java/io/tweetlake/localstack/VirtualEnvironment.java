package io.tweetlake.localstack;

import io.tweetlake.local.UserException;
import java.nio.file.Path;

/** Programs in Python, each in a virtual environment of its own below {@code target}. */
final class VirtualEnvironment {
  private VirtualEnvironment() {}

  /**
   * The Python of an environment, which is made where it is missing.
   *
   * @param name of a list of packages in {@code localstack/python}
   * @throws UserException where it cannot be made
   */
  static Path python(ProjectFiles files, String name) {
    if (!ExternalCommand.works("python3", "--version")) {
      throw new UserException(
          "Cannot install %s: python3 is not on the PATH; install Python 3.10 or newer"
              .formatted(name));
    }
    ExternalCommand.Result made =
        ExternalCommand.of(files.root(), "bash", files.module().resolve("venv.sh").toString(), name)
            .run();
    if (!made.succeeded()) {
      throw new UserException(
          "Cannot install %s in a virtual environment: %s".formatted(name, made.lastLines()));
    }
    return files.root().resolve("target/venvs").resolve(name).resolve("bin/python");
  }
}
