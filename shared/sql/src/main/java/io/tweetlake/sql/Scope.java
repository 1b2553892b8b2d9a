package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    /** Whether its columns are those that files were found to have. */
    boolean isFound() {
      return columns.extent() == Columns.Extent.FOUND;
    }

    boolean isNamed(String other) {
      return name.filter(other::equalsIgnoreCase).isPresent();
    }
  }

  /**
   * What a name stands for.
   *
   * @param sql of a column or variable
   * @param type of that, where it is known
   * @param fields to be read of it
   */
  record Reference(String sql, Optional<DataType> type, List<String> fields) {
    Reference {
      requireNonNull(sql, "sql is null");
      requireNonNull(type, "type is null");
      fields = List.copyOf(fields);
    }
  }

  private record Variable(String sql, Optional<DataType> type) {}

  /**
   * @param sql of the item, where the name may be replaced by it
   */
  private record Alias(String name, Optional<String> sql, Optional<DataType> type) {}

  private final Optional<Scope> outer;
  private final List<Relation> relations = new ArrayList<>();
  private final Map<String, Alias> aliases = new LinkedHashMap<>();
  private boolean replacesAliases = true;
  private final Map<String, Variable> variables = new HashMap<>();
  private final Set<String> merged = new HashSet<>();
  private Optional<List<String>> groupingKeys = Optional.empty();
  private final Set<String> qualifiers = new HashSet<>();

  Scope(Optional<Scope> outer) {
    this.outer = requireNonNull(outer, "outer is null");
  }

  /** Of the query around this one. */
  Optional<Scope> outer() {
    return outer;
  }

  void add(Relation relation) {
    relations.add(relation);
  }

  /** Takes note of the columns that GROUPING SETS are made of. */
  void groupInSets(List<String> duckdb) {
    groupingKeys = Optional.of(List.copyOf(duckdb));
  }

  /** DuckDB's text of what GROUPING SETS, ROLLUP or CUBE name; empty where there are none. */
  Optional<List<String>> groupingKeys() {
    return groupingKeys;
  }

  /** Adds the relations of another scope, with what is known of them. */
  void addAll(Scope other) {
    relations.addAll(other.relations);
    merged.addAll(other.merged);
  }

  /** Gives the columns of the relation added last other names. */
  void rename(List<String> columns) {
    int last = relations.size() - 1;
    Relation relation = relations.get(last);
    relations.set(last, new Relation(relation.name(), relation.columns().renamed(columns)));
  }

  /** Takes note of USING: {@code *} gives these columns once. */
  void mergeColumns(List<String> columns) {
    columns.forEach(column -> merged.add(Text.lower(column)));
  }

  /** Whether {@code *} gives a column once, whichever relation has it. */
  boolean isMerged(String column) {
    return merged.contains(Text.lower(column));
  }

  /** Takes note of a NATURAL join: {@code *} gives every column once. */
  void mergeAllColumns() {
    relations.forEach(relation -> mergeColumns(relation.columns().names()));
  }

  /** Makes a name of the select list known to what comes after it. */
  void addAlias(String alias) {
    addAlias(alias, Optional.empty(), Optional.empty());
  }

  /**
   * @param sql of the item of that name: DuckDB takes the name for it in few places only
   */
  void addAlias(String alias, Optional<String> sql, Optional<DataType> type) {
    aliases.put(Text.lower(alias), new Alias(alias, sql, type));
  }

  /** Whether names of the select list stand for its items, rather than for the result's columns. */
  void replaceAliases(boolean value) {
    replacesAliases = value;
  }

  /** Whether only the data tells if a name is a column or stands for an item. */
  boolean mayBeAlias(String name) {
    return replacesAliases
        && aliases.containsKey(Text.lower(name))
        && relations.stream().anyMatch(relation -> !relation.columns().known());
  }

  /** Makes a lambda's parameter known under its DuckDB text. */
  void addVariable(String name, String duckdb, Optional<DataType> type) {
    variables.put(Text.lower(name), new Variable(duckdb, type));
  }

  Optional<String> variable(String name) {
    return findVariable(name).map(Variable::sql);
  }

  private Optional<Variable> findVariable(String name) {
    Variable variable = variables.get(Text.lower(name));
    return variable != null
        ? Optional.of(variable)
        : outer.flatMap(scope -> scope.findVariable(name));
  }

  /** A name such as {@code a.b.c}, which may begin with a relation. */
  Reference resolve(List<String> written) {
    Optional<Variable> variable = findVariable(written.get(0));
    if (variable.isPresent()) {
      return new Reference(variable.get().sql(), variable.get().type(), after(written, 1));
    }
    if (written.size() > 1 && isQualifier(written.get(0))) {
      return resolve(after(written, 1));
    }
    for (int skipped = 0; skipped + 1 < written.size(); skipped++) {
      Optional<Relation> relation = relation(written.get(skipped));
      if (relation.isPresent()) {
        String column = written.get(skipped + 1);
        return new Reference(
            Text.quoted(relation.get().name().orElseThrow()) + "." + Text.quoted(column),
            relation.get().columns().type(column),
            after(written, skipped + 2));
      }
      if (!written.get(skipped).equalsIgnoreCase("live")) {
        break;
      }
    }
    String column = written.get(0);
    Optional<Alias> item = item(column);
    return item.isPresent()
        ? new Reference(
            operand(item.get().sql().orElseThrow()), item.get().type(), after(written, 1))
        : new Reference(Text.quoted(column), type(column), after(written, 1));
  }

  /** The item that a name certainly stands for: a column of that name would win. */
  private Optional<Alias> item(String name) {
    boolean column =
        relations.stream().anyMatch(r -> !r.columns().known() || r.columns().has(name));
    return column || !replacesAliases
        ? Optional.empty()
        : Optional.ofNullable(aliases.get(Text.lower(name))).filter(a -> a.sql().isPresent());
  }

  /** The type of a column, or of a field within it. */
  Optional<DataType> typeOf(List<String> path) {
    Reference reference = resolve(path);
    return reference.type().flatMap(type -> FieldAccess.type(type, reference.fields()));
  }

  /**
   * The same where it is certain to the last digit: of columns, not of names that stand for items.
   */
  Optional<DataType> exactTypeOf(List<String> written) {
    if (written.size() > 1 && isQualifier(written.get(0))) {
      return exactTypeOf(after(written, 1));
    }
    if (findVariable(written.get(0)).isPresent()) {
      return Optional.empty();
    }
    Optional<Relation> qualified = written.size() > 1 ? relation(written.get(0)) : Optional.empty();
    if (qualified.isPresent()) {
      return qualified
          .get()
          .columns()
          .exactType(written.get(1))
          .flatMap(type -> FieldAccess.type(type, after(written, 2)));
    }
    List<Relation> owners =
        relations.stream().filter(r -> r.columns().mayHave(written.get(0))).toList();
    return owners.size() == 1
        ? owners
            .get(0)
            .columns()
            .exactType(written.get(0))
            .flatMap(type -> FieldAccess.type(type, after(written, 1)))
        : Optional.empty();
  }

  private static String operand(String sql) {
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  private static List<String> after(List<String> names, int count) {
    return names.subList(count, names.size());
  }

  /** The type of a column, of the select list's name where no relation has it. */
  private Optional<DataType> type(String column) {
    List<DataType> own =
        relations.stream().flatMap(r -> r.columns().type(column).stream()).distinct().toList();
    if (!own.isEmpty()) {
      return own.size() == 1 ? Optional.of(own.get(0)) : Optional.empty();
    }
    if (relations.stream().anyMatch(r -> r.columns().has(column))) {
      return Optional.empty();
    }
    Optional<DataType> alias =
        Optional.ofNullable(aliases.get(Text.lower(column))).flatMap(Alias::type);
    boolean elsewhere = relations.stream().allMatch(r -> r.columns().known());
    return alias.or(
        () -> elsewhere ? outer.flatMap(scope -> scope.type(column)) : Optional.empty());
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
    return aliases.containsKey(Text.lower(column))
        || relations.stream().anyMatch(relation -> relation.columns().mayHave(column))
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
        relations.stream().filter(r -> r.columns().mayHave(path.get(0))).toList();
    return owners.size() == 1 ? owners.get(0).columns().family(path.get(0)) : Optional.empty();
  }

  /** The names that may be meant, for a message. */
  List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (Relation relation : relations) {
      names.addAll(relation.columns().names());
    }
    aliases.values().forEach(alias -> names.add(alias.name()));
    return names.stream().distinct().toList();
  }

  /** All columns in order, where every relation's are known. */
  Columns allColumns() {
    if (relations.size() == 1) {
      return relations.get(0).columns();
    }
    List<String> names = new ArrayList<>();
    Columns.Extent extent = Columns.Extent.WRITTEN;
    Map<String, TypeFamily> families = new HashMap<>();
    Map<String, DataType> types = new HashMap<>();
    Map<String, DataType> exact = new HashMap<>();
    relations.forEach(relation -> types.putAll(relation.columns().types()));
    for (Relation relation : relations) {
      extent = extent.or(relation.columns().extent());
      if (extent == Columns.Extent.OPEN) {
        return Columns.open(Set.of(), Map.of(), types);
      }
      families.putAll(relation.columns().families());
      exact.putAll(relation.columns().exact());
      for (String name : relation.columns().names()) {
        if (!merged.contains(Text.lower(name))
            || names.stream().noneMatch(name::equalsIgnoreCase)) {
          names.add(name);
        }
      }
    }
    exact
        .keySet()
        .removeIf(name -> relations.stream().filter(r -> r.columns().has(name)).count() > 1);
    return new Columns(names, extent, Set.of(), families, types, exact);
  }
}
