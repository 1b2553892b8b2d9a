package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a relation's columns as far as they can be told before it is read.
 *
 * @param names empty where only the data says, as with inferred files
 * @param hidden names that can be used but are not among {@code *}
 * @param families what kind of values columns hold, by name in lower case, where that is known
 */
record Columns(Optional<List<String>> names, Set<String> hidden, Map<String, TypeFamily> families) {
  static final Columns UNKNOWN = new Columns(Optional.empty(), Map.of());

  Columns {
    requireNonNull(names, "names is null");
    names = names.map(List::copyOf);
    hidden = Set.copyOf(hidden);
    families = Map.copyOf(families);
  }

  Columns(Optional<List<String>> names, Map<String, TypeFamily> families) {
    this(names, Set.of(), families);
  }

  static Columns of(List<String> names) {
    return new Columns(Optional.of(names), Map.of());
  }

  static Columns of(StructType type) {
    Map<String, TypeFamily> families = new HashMap<>();
    type.fields()
        .forEach(field -> families.put(Text.lower(field.name()), TypeFamily.of(field.type())));
    return new Columns(Optional.of(type.fieldNames()), families);
  }

  boolean known() {
    return names.isPresent();
  }

  boolean has(String name) {
    return names.stream().flatMap(List::stream).anyMatch(name::equalsIgnoreCase)
        || hidden.stream().anyMatch(name::equalsIgnoreCase);
  }

  Optional<TypeFamily> family(String name) {
    return Optional.ofNullable(families.get(Text.lower(name)));
  }
}
