package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The names of a relation's columns as far as they can be told before it is read.
 *
 * @param names empty where only the data says, as with inferred files
 */
record Columns(Optional<List<String>> names) {
  static final Columns UNKNOWN = new Columns(Optional.empty());

  Columns {
    requireNonNull(names, "names is null");
    names = names.map(List::copyOf);
  }

  static Columns of(List<String> names) {
    return new Columns(Optional.of(names));
  }

  boolean known() {
    return names.isPresent();
  }

  boolean has(String name) {
    return names.stream().flatMap(List::stream).anyMatch(name::equalsIgnoreCase);
  }
}
