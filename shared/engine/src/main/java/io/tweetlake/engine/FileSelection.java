package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.files.FileTimes;
import io.tweetlake.files.Glob;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which files under a path are read, and how many at once.
 *
 * @param nameFilter what their names must match
 * @param modifiedAfter after which they were last modified
 * @param modifiedBefore before which they were last modified
 */
public record FileSelection(
    Optional<Glob> nameFilter,
    Optional<Instant> modifiedAfter,
    Optional<Instant> modifiedBefore,
    OptionalInt maxFilesPerTrigger,
    OptionalLong maxBytesPerTrigger) {
  public FileSelection {
    requireNonNull(nameFilter, "nameFilter is null");
    requireNonNull(modifiedAfter, "modifiedAfter is null");
    requireNonNull(modifiedBefore, "modifiedBefore is null");
    requireNonNull(maxFilesPerTrigger, "maxFilesPerTrigger is null");
    requireNonNull(maxBytesPerTrigger, "maxBytesPerTrigger is null");
  }

  static FileSelection of(OptionReader options) {
    return new FileSelection(
        options.text("pathGlobFilter").map(Glob::new),
        options.text("modifiedAfter").map(FileTimes::parse),
        options.text("modifiedBefore").map(FileTimes::parse),
        options.number("maxFilesPerTrigger"),
        options.bytes("maxBytesPerTrigger"));
  }

  /** Whether files of that name are read. */
  public boolean names(String fileName) {
    return nameFilter.map(glob -> glob.matches(fileName)).orElse(true);
  }

  /** Whether files that were last modified at that time are read. */
  public boolean isWithin(Instant modifiedAt) {
    return modifiedAfter.map(modifiedAt::isAfter).orElse(true)
        && modifiedBefore.map(modifiedAt::isBefore).orElse(true);
  }
}
