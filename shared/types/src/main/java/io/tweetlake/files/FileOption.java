package io.tweetlake.files;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * An option of files.
 *
 * @param name as it is written, without {@code cloudFiles.}
 * @param effect whether it changes which rows there are, or what they hold
 */
public record FileOption(String name, Set<FileFormat> formats, OptionValues values, Effect effect) {
  public FileOption {
    requireNonNull(name, "name is null");
    formats = Set.copyOf(formats);
    requireNonNull(values, "values is null");
    requireNonNull(effect, "effect is null");
  }

  /** What an option changes. */
  public enum Effect {
    ROWS,
    /** Nothing, either since it says what is done anyway, or since it is about the way there. */
    NONE
  }

  /** Whether it says something of files of a format; of others, Spark passes over it. */
  public boolean isFor(FileFormat format) {
    return formats.contains(format);
  }

  /** What is wrong with a value; empty where nothing is. */
  public Optional<String> problem(String value) {
    return values.allows(value)
        ? Optional.empty()
        : Optional.of(
            "Option %s cannot be '%s': it is %s".formatted(name, value, values.described()));
  }
}
