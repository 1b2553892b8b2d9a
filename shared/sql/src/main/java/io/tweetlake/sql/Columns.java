package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
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
 * @param types of columns, by name in lower case, where they are known as a whole
 */
record Columns(
    Optional<List<String>> names,
    Set<String> hidden,
    Map<String, TypeFamily> families,
    Map<String, DataType> types) {
  static final Columns UNKNOWN = new Columns(Optional.empty(), Map.of(), Map.of());

  Columns {
    requireNonNull(names, "names is null");
    names = names.map(List::copyOf);
    hidden = Set.copyOf(hidden);
    families = Map.copyOf(families);
    types = Map.copyOf(types);
  }

  Columns(
      Optional<List<String>> names, Map<String, TypeFamily> families, Map<String, DataType> types) {
    this(names, Set.of(), families, types);
  }

  static Columns of(List<String> names) {
    return new Columns(Optional.of(names), Map.of(), Map.of());
  }

  static Columns of(StructType type) {
    Map<String, TypeFamily> families = new HashMap<>();
    type.fields()
        .forEach(field -> families.put(Text.lower(field.name()), TypeFamily.of(field.type())));
    return new Columns(Optional.of(type.fieldNames()), families, Map.of()).withTypes(type);
  }

  /** The same columns, of which more types are known. */
  Columns withTypes(StructType found) {
    Map<String, DataType> more = new HashMap<>(types);
    for (Field field : found.fields()) {
      more.put(Text.lower(field.name()), field.type());
    }
    return new Columns(names, hidden, families, more);
  }

  /** The same columns with the types that the columns of those names have. */
  Columns withTypesOf(Columns other) {
    return new Columns(names, hidden, families, other.types());
  }

  /** The same columns under other names; the names alone where these do not fit. */
  Columns renamed(List<String> others) {
    if (others.isEmpty()) {
      return this;
    }
    List<String> own = names.orElse(List.of());
    if (own.size() != others.size()) {
      return of(others);
    }
    Map<String, TypeFamily> otherFamilies = new HashMap<>();
    Map<String, DataType> otherTypes = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      String name = Text.lower(others.get(i));
      family(own.get(i)).ifPresent(family -> otherFamilies.put(name, family));
      type(own.get(i)).ifPresent(type -> otherTypes.put(name, type));
    }
    return new Columns(Optional.of(others), otherFamilies, otherTypes);
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

  Optional<DataType> type(String name) {
    return Optional.ofNullable(types.get(Text.lower(name)));
  }
}
