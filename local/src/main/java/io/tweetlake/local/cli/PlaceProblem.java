package io.tweetlake.local.cli;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A file, a folder or a port that a user named and that cannot be had, in a sentence. */
final class PlaceProblem {
  private PlaceProblem() {}

  /** What to tell; empty where a failure is of another kind. */
  static Optional<String> of(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof BindException) {
      return Optional.of(failure.getMessage());
    }
    if (!(cause instanceof FileSystemException place)) {
      return Optional.empty();
    }
    String told = place.getFile() + ": " + reason(place);
    boolean says = failure != place && !failure.getMessage().equals(place.toString());
    return Optional.of(says ? failure.getMessage() + ": " + told : told);
  }

  private static String reason(FileSystemException place) {
    if (place instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (place instanceof AccessDeniedException) {
      return "that is not permitted";
    }
    if (place instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    return Optional.ofNullable(place.getReason()).orElseGet(() -> place.getClass().getSimpleName());
  }
}
