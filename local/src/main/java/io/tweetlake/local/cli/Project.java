package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where the project's files are; the launcher tells by the system property. */
public final class Project {
  private static final String ROOT_PROPERTY = "tweetlake.root";
  private static final DateTimeFormatter FOLDER_NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");

  private final Path root;

  private Project(Path root) {
    this.root = requireNonNull(root, "root is null");
  }

  public static Project current() {
    return new Project(Path.of(System.getProperty(ROOT_PROPERTY, "")).toAbsolutePath().normalize());
  }

  public Path root() {
    return root;
  }

  public Path pipeline() {
    return root.resolve("pipeline");
  }

  /** Where a command logs to. */
  public Path logFile(String command) {
    return root.resolve("target").resolve("tweetlake-" + command + ".log");
  }

  /** A new folder for files in work. */
  public Scratch newScratch() {
    try {
      Path parent = Files.createDirectories(root.resolve("target").resolve("scratch"));
      return new Scratch(Files.createTempDirectory(parent, "run-"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for files in work", e);
    }
  }

  /** A folder for a new lake, which commands use from now on where they are told no other. */
  Path newLake() {
    Path lakes = root.resolve("target").resolve("lakes");
    String name = FOLDER_NAME.format(LocalDateTime.now(ZoneOffset.UTC));
    try {
      Files.createDirectories(lakes);
      Path lake = lakes.resolve(name);
      for (int i = 2; Files.exists(lake); i++) {
        lake = lakes.resolve(name + "-" + i);
      }
      Files.createDirectory(lake);
      Files.writeString(latestFile(), lake.getFileName().toString());
      return lake;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a lake in " + lakes, e);
    }
  }

  /**
   * The lake of the last demo.
   *
   * @throws UserException where there was none
   */
  Path latestLake() {
    try {
      if (Files.exists(latestFile())) {
        Path lake = root.resolve("target/lakes").resolve(Files.readString(latestFile()).strip());
        if (Files.isDirectory(lake)) {
          return lake;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + latestFile(), e);
    }
    throw new UserException(
        "There is no lake yet: run ./tweetlake demo first, or name a folder with --lake");
  }

  private Path latestFile() {
    return root.resolve("target/lakes/latest");
  }
}
