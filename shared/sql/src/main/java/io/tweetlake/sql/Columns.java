package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import io.tweetlake.types.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a relation's columns as far as they can be told before it is read.
 *
 * @param names in order; none where the extent is open
 * @param extent whether there may be others
 * @param hidden names that can be used but are not among {@code *}
 * @param families what kind of values columns hold, by name in lower case, where that is known
 * @param types of columns, by name in lower case, where they are known as a whole; of numbers and
 *     times only the kind is to be trusted
 * @param exact types of columns, by name in lower case, where they are certain to the last digit
 */
record Columns(
    List<String> names,
    Extent extent,
    Set<String> hidden,
    Map<String, TypeFamily> families,
    Map<String, DataType> types,
    Map<String, DataType> exact) {
  /** How much the names say, from all to nothing. */
  enum Extent {
    /** They follow from what is written: there are no others. */
    WRITTEN,
    /** They are what the data has: there are no others now. */
    FOUND,
    /** They are what the data had so far: the next file may bring others. */
    GROWING,
    /** Only the data says, as with files that nobody has read yet. */
    OPEN;

    Extent or(Extent other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  static final Columns UNKNOWN = open(Set.of(), Map.of(), Map.of());

  Columns {
    names = List.copyOf(names);
    requireNonNull(extent, "extent is null");
    hidden = Set.copyOf(hidden);
    families = Map.copyOf(families);
    types = Map.copyOf(types);
    exact = Map.copyOf(exact);
  }

  /** Columns of which no type is certain. */
  Columns(
      List<String> names,
      Extent extent,
      Set<String> hidden,
      Map<String, TypeFamily> families,
      Map<String, DataType> types) {
    this(names, extent, hidden, families, types, Map.of());
  }

  static Columns open(
      Set<String> hidden, Map<String, TypeFamily> families, Map<String, DataType> types) {
    return new Columns(List.of(), Extent.OPEN, hidden, families, types);
  }

  static Columns of(List<String> names) {
    return new Columns(names, Extent.WRITTEN, Set.of(), Map.of(), Map.of());
  }

  static Columns of(StructType type) {
    return of(type, Extent.WRITTEN);
  }

  static Columns of(StructType type, Extent extent) {
    Map<String, TypeFamily> families = new HashMap<>();
    type.fields()
        .forEach(field -> families.put(Text.lower(field.name()), TypeFamily.of(field.type())));
    Map<String, DataType> types = new HashMap<>();
    type.fields().forEach(field -> types.put(Text.lower(field.name()), field.type()));
    return new Columns(type.fieldNames(), extent, Set.of(), families, types, types);
  }

  /** The same columns, of which more types are known. */
  Columns withTypes(StructType found) {
    Map<String, DataType> more = new HashMap<>(types);
    found.fields().forEach(field -> more.put(Text.lower(field.name()), field.type()));
    return new Columns(names, extent, hidden, families, more, exact);
  }

  /** The same columns with the types that the columns of those names have. */
  Columns withTypesOf(Columns other) {
    return new Columns(names, extent, hidden, other.families(), other.types(), other.exact());
  }

  /** The same columns with these types, which are certain, and no others that are. */
  Columns withExact(Map<String, DataType> certain) {
    return new Columns(names, extent, hidden, families, types, certain);
  }

  /** The same columns with the types that they have in common with the other's in their places. */
  Columns unitedWith(Columns other) {
    Map<String, DataType> certain = new HashMap<>();
    for (int i = 0; i < names.size() && i < other.names().size(); i++) {
      String name = Text.lower(names.get(i));
      Optional<DataType> theirs = other.exactType(other.names().get(i));
      exactType(name)
          .flatMap(ours -> theirs.flatMap(type -> CommonTypes.of(ours, type)))
          .ifPresent(type -> certain.put(name, type));
    }
    return withExact(known() && other.known() ? certain : Map.of());
  }

  /** The same columns under other names; the names alone where these do not fit. */
  Columns renamed(List<String> others) {
    if (others.isEmpty()) {
      return this;
    }
    if (names.size() != others.size()) {
      return of(others);
    }
    Map<String, TypeFamily> otherFamilies = new HashMap<>();
    Map<String, DataType> otherTypes = new HashMap<>();
    Map<String, DataType> otherExact = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = Text.lower(others.get(i));
      family(names.get(i)).ifPresent(family -> otherFamilies.put(name, family));
      type(names.get(i)).ifPresent(type -> otherTypes.put(name, type));
      exactType(names.get(i)).ifPresent(type -> otherExact.put(name, type));
    }
    return new Columns(others, Extent.WRITTEN, Set.of(), otherFamilies, otherTypes, otherExact);
  }

  /** As those see them who read what is stored: what comes later is not there. */
  Columns stored() {
    return extent == Extent.GROWING
        ? new Columns(names, Extent.FOUND, hidden, families, types, exact)
        : this;
  }

  /** Whether the names are all that there are. */
  boolean known() {
    return extent == Extent.WRITTEN || extent == Extent.FOUND;
  }

  boolean has(String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase)
        || hidden.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Whether there may be a column of that name. */
  boolean mayHave(String name) {
    return !known() || has(name);
  }

  Optional<TypeFamily> family(String name) {
    return Optional.ofNullable(families.get(Text.lower(name)));
  }

  Optional<DataType> type(String name) {
    return Optional.ofNullable(types.get(Text.lower(name)));
  }

  Optional<DataType> exactType(String name) {
    return Optional.ofNullable(exact.get(Text.lower(name)));
  }
}
