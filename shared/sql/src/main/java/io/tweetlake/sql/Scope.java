package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The relations whose columns an expression may name, and the query around it. */
final class Scope {
  /** A relation under the name that qualifies its columns. */
  record Relation(Optional<String> name, Columns columns) {
    Relation {
      requireNonNull(name, "name is null");
      requireNonNull(columns, "columns is null");
    }

    boolean isNamed(String other) {
      return name.filter(other::equalsIgnoreCase).isPresent();
    }
  }

  private final Optional<Scope> outer;
  private final List<Relation> relations = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> merged = new HashSet<>();
  private final Set<String> qualifiers = new HashSet<>();

  Scope(Optional<Scope> outer) {
    this.outer = requireNonNull(outer, "outer is null");
  }

  void add(Relation relation) {
    relations.add(relation);
  }

  /** Takes note of USING: {@code *} gives these columns once. */
  void mergeColumns(List<String> columns) {
    columns.forEach(column -> merged.add(Text.lower(column)));
  }

  /** Takes note of a NATURAL join: {@code *} gives every column once. */
  void mergeAllColumns() {
    relations.forEach(relation -> relation.columns().names().ifPresent(this::mergeColumns));
  }

  /** Makes a name of the select list known to what comes after it. */
  void addAlias(String alias) {
    aliases.add(alias);
  }

  /** Makes a lambda's parameter known under its DuckDB text. */
  void addVariable(String name, String duckdb) {
    variables.put(Text.lower(name), duckdb);
  }

  Optional<String> variable(String name) {
    String duckdb = variables.get(Text.lower(name));
    return duckdb != null ? Optional.of(duckdb) : outer.flatMap(scope -> scope.variable(name));
  }

  /** Makes a name known that may stand before columns and adds nothing to them. */
  void addQualifier(String name) {
    qualifiers.add(Text.lower(name));
  }

  boolean isQualifier(String name) {
    return qualifiers.contains(Text.lower(name));
  }

  Optional<Relation> relation(String name) {
    return relations.stream()
        .filter(relation -> relation.isNamed(name))
        .findFirst()
        .or(() -> outer.flatMap(scope -> scope.relation(name)));
  }

  List<Relation> relations() {
    return relations;
  }

  /** Whether a column of that name may exist: false only where all columns are known. */
  boolean mayHave(String column) {
    return aliases.stream().anyMatch(column::equalsIgnoreCase)
        || relations.stream().anyMatch(r -> !r.columns().known() || r.columns().has(column))
        || outer.map(scope -> scope.mayHave(column)).orElse(false);
  }

  /** What kind of values the column {@code a} or {@code relation.a} holds. */
  Optional<TypeFamily> family(List<String> path) {
    if (variable(path.get(0)).isPresent()) {
      return Optional.empty();
    }
    Optional<Relation> qualified = relation(path.get(0));
    if (qualified.isPresent()) {
      return path.size() == 2 ? qualified.get().columns().family(path.get(1)) : Optional.empty();
    }
    if (path.size() > 1) {
      return Optional.empty();
    }
    List<Relation> owners =
        relations.stream()
            .filter(r -> !r.columns().known() || r.columns().has(path.get(0)))
            .toList();
    return owners.size() == 1 ? owners.get(0).columns().family(path.get(0)) : Optional.empty();
  }

  /** The names that may be meant, for a message. */
  List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (Relation relation : relations) {
      names.addAll(relation.columns().names().orElse(List.of()));
    }
    names.addAll(aliases);
    return names.stream().distinct().toList();
  }

  /** All columns in order, where every relation's are known. */
  Columns allColumns() {
    if (relations.size() == 1) {
      return relations.get(0).columns();
    }
    List<String> names = new ArrayList<>();
    Map<String, TypeFamily> families = new HashMap<>();
    for (Relation relation : relations) {
      if (!relation.columns().known()) {
        return Columns.UNKNOWN;
      }
      families.putAll(relation.columns().families());
      for (String name : relation.columns().names().orElseThrow()) {
        if (!merged.contains(Text.lower(name))
            || names.stream().noneMatch(name::equalsIgnoreCase)) {
          names.add(name);
        }
      }
    }
    return new Columns(Optional.of(names), families);
  }
}
