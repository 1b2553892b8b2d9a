package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project keeps what a deployment to an emulator needs. */
public record ProjectFiles(Path root) {
  public ProjectFiles {
    root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
  }

  Path infrastructure() {
    return root.resolve("infrastructure-cdk");
  }

  Path pipeline() {
    return root.resolve("pipeline");
  }

  Path module() {
    return root.resolve("localstack");
  }

  Path compose() {
    return module().resolve("compose.yaml");
  }

  /** The functions that {@code mvn package} built for a processor architecture. */
  Path functions(String architecture) {
    return root.resolve("functions/package/target").resolve("functions-" + architecture);
  }

  /** What may be deleted any time. */
  Path work() {
    return created(root.resolve("target").resolve("localstack"));
  }

  /** The same of one emulator, which is known by its port. */
  Path work(URI endpoint) {
    return created(work().resolve(String.valueOf(endpoint.getPort())));
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make folder " + folder, e);
    }
  }
}
