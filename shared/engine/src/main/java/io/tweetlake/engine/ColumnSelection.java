package io.tweetlake.engine;

import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which columns, and which fields of nested ones, a statement may read. It may name more than that,
 * and names that do not exist, but never less.
 */
public final class ColumnSelection {
  private static final ColumnSelection ALL = new ColumnSelection(Map.of(), true);

  // by name in lower case
  private final Map<String, ColumnSelection> members;
  private final boolean whole;

  private ColumnSelection(Map<String, ColumnSelection> members, boolean whole) {
    this.members = Map.copyOf(members);
    this.whole = whole;
  }

  /** Every column, whole. */
  public static ColumnSelection all() {
    return ALL;
  }

  /** A path is a column, or the way from a column to a field within it, each with all below it. */
  static ColumnSelection of(Collection<List<String>> paths) {
    Map<String, List<List<String>>> byFirst =
        paths.stream().collect(Collectors.groupingBy(path -> path.get(0).toLowerCase(Locale.ROOT)));
    Map<String, ColumnSelection> members = new HashMap<>();
    byFirst.forEach(
        (name, ofName) ->
            members.put(
                name,
                ofName.stream().anyMatch(path -> path.size() == 1)
                    ? ALL
                    : of(ofName.stream().map(path -> path.subList(1, path.size())).toList())));
    return new ColumnSelection(members, false);
  }

  /** Whether nothing is left out. */
  public boolean isAll() {
    return whole;
  }

  /** What is read of a column or field; empty where nothing is. */
  public Optional<ColumnSelection> member(String name) {
    return whole
        ? Optional.of(this)
        : Optional.ofNullable(members.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The columns of {@code schema} that are read. Only structs are taken apart. */
  public StructType of(StructType schema) {
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      member(field.name()).flatMap(selected -> selected.of(field)).ifPresent(fields::add);
    }
    return new StructType(fields);
  }

  private Optional<Field> of(Field field) {
    if (whole || !(field.type() instanceof StructType struct)) {
      return Optional.of(field);
    }
    StructType selected = of(struct);
    return selected.fields().isEmpty()
        ? Optional.empty()
        : Optional.of(new Field(field.name(), selected, field.nullable(), field.comment()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnSelection selection
        && whole == selection.whole
        && members.equals(selection.members);
  }

  @Override
  public int hashCode() {
    return 31 * members.hashCode() + Boolean.hashCode(whole);
  }

  @Override
  public String toString() {
    return whole ? "all" : members.toString();
  }
}
