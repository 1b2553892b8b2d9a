package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A column, or a member of a struct.
 *
 * @param name any text; compared without regard to case, as Spark does
 * @param nullable whether a value may be absent
 */
public record Field(String name, DataType type, boolean nullable, Optional<String> comment) {
  public Field {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(comment, "comment is null");
  }

  /** A nullable field without comment. */
  public static Field of(String name, DataType type) {
    return new Field(name, type, true, Optional.empty());
  }
}
