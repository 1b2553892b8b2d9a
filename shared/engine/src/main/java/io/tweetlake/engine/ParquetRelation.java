package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parquet files of one Delta table, which may have been written under earlier schemas: files of
 * like columns and partition are read together, each group's columns cast where they differ.
 */
final class ParquetRelation implements Relation {
  private final StructType schema;
  private final List<String> partitionColumns;
  private final Map<Group, List<Path>> groups;

  /** Columns with their types by name in lower case, and the partition's values. */
  private record Group(Map<String, String> columns, Map<String, String> partition) {}

  ParquetRelation(
      DuckDb duckDb,
      List<Path> files,
      List<Map<String, String>> partitionValues,
      StructType schema,
      List<String> partitionColumns) {
    this.schema = requireNonNull(schema, "schema is null");
    this.partitionColumns = List.copyOf(partitionColumns);
    if (files.size() != partitionValues.size()) {
      throw new IllegalArgumentException(
          "%d files but partition values of %d".formatted(files.size(), partitionValues.size()));
    }
    this.groups = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      Group group = new Group(columns(duckDb, files.get(i)), Map.copyOf(partitionValues.get(i)));
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(files.get(i));
    }
  }

  private static Map<String, String> columns(DuckDb duckDb, Path file) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (QueryColumn column :
        QueryColumn.describe(duckDb, "SELECT * FROM read_parquet(" + Sql.literal(file) + ")")) {
      columns.put(column.name().toLowerCase(Locale.ROOT), column.duckDbType());
    }
    return columns;
  }

  @Override
  public String sql(MetadataColumn metadata) {
    if (groups.isEmpty()) {
      return schema.fields().stream()
          .map(field -> constant("NULL", field))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    return groups.entrySet().stream()
        .map(entry -> sql(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" UNION ALL "));
  }

  private String sql(Group group, List<Path> files) {
    String columns =
        schema.fields().stream()
            .map(field -> column(field, group))
            .collect(Collectors.joining(", "));
    String paths = files.stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + " FROM read_parquet(["
        + paths
        + "], hive_partitioning = false, union_by_name = false)";
  }

  private String column(Field field, Group group) {
    if (partitionColumns.stream().anyMatch(name -> name.equalsIgnoreCase(field.name()))) {
      String value = group.partition().get(field.name());
      return constant(value == null ? "NULL" : Sql.literal(value), field);
    }
    return column(field, group.columns());
  }

  /**
   * A column as the table has it.
   *
   * @param types what a file has, by name in lower case
   */
  static String column(Field field, Map<String, String> types) {
    String type = types.get(field.name().toLowerCase(Locale.ROOT));
    if (type == null) {
      return constant("NULL", field);
    }
    String name = Sql.identifier(field.name());
    return isSame(type, field) ? name + " AS " + name : constant(name, field);
  }

  private static String constant(String value, Field field) {
    return "CAST("
        + value
        + " AS "
        + DuckDbTypes.sql(field.type())
        + ") AS "
        + Sql.identifier(field.name());
  }

  private static boolean isSame(String type, Field field) {
    boolean hasZone = !type.replace("TIMESTAMP WITH TIME ZONE", "").contains("TIMESTAMP");
    boolean isDelta = hasZone || field.type() != PrimitiveType.TIMESTAMP;
    return isDelta
        && DuckDbTypes.sql(DuckDbTypes.parse(type)).equals(DuckDbTypes.sql(field.type()));
  }
}
