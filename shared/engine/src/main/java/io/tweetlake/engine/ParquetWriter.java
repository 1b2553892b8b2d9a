package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a query's rows as Parquet files with Delta's statistics. */
final class ParquetWriter {
  private static final int WIDE_LEAVES = 64;

  private static final int MAX_ROWS = 61_440;
  private static final int MAX_WIDE_ROWS = 10_240;

  private static final String ROW_GROUPS = "ROW_GROUP_SIZE " + MAX_ROWS;

  /**
   * Of tables with hundreds of columns, whose row groups fill memory sooner. There, a dictionary is
   * only for values that really repeat: filling hundreds that are thrown away takes memory and
   * time.
   */
  private static final String WIDE_ROW_GROUPS =
      "ROW_GROUP_SIZE " + MAX_WIDE_ROWS + ", DICTIONARY_SIZE_LIMIT 200";

  /**
   * What the lists of a row group may take in memory: while it is written, and while it is read,
   * since readers take up to 2,048 rows of a group at once.
   */
  private static final long MAX_LIST_BYTES = 16L << 20;

  /** What the values of other columns may take beside them, so that the rows are still many. */
  private static final long VALUE_BYTES = 48;

  private final DuckDb duckDb;
  private final Path folder;

  ParquetWriter(DuckDb duckDb, Path folder) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.folder = requireNonNull(folder, "folder is null");
  }

  /**
   * Writes the rows of {@code source} that meet {@code condition}: one file a partition, none where
   * there are no rows.
   *
   * @param columns what the source yields
   */
  List<ParquetFile> write(
      String name,
      String source,
      String condition,
      StructType schema,
      List<QueryColumn> columns,
      List<String> partitionColumns) {
    if (partitionColumns.isEmpty()) {
      Path file = folder.resolve(name + "-00000.parquet");
      return copy(file, source, condition, schema, columns, Map.of()).stream().toList();
    }
    List<Field> keys = partitionColumns.stream().map(column -> key(column, schema)).toList();
    StructType stored =
        new StructType(schema.fields().stream().filter(field -> !keys.contains(field)).toList());
    List<ParquetFile> files = new ArrayList<>();
    for (Partition partition : partitions(source, condition, keys)) {
      Path file = folder.resolve("%s-%05d.parquet".formatted(name, files.size()));
      String selected = "(" + condition + ") AND " + partition.condition();
      files.addAll(
          copy(file, source, selected, stored, columns, partition.values()).stream().toList());
    }
    return files;
  }

  private static Field key(String column, StructType schema) {
    return schema
        .field(column)
        .orElseThrow(
            () ->
                new EngineException(
                    "Cannot partition by %s: the columns are %s"
                        .formatted(column, String.join(", ", schema.fieldNames()))));
  }

  /** A partition's rows and its values in Delta's text form. */
  private record Partition(String condition, Map<String, String> values) {}

  private List<Partition> partitions(String source, String condition, List<Field> keys) {
    String texts =
        keys.stream().map(ParquetWriter::partitionText).collect(Collectors.joining(", "));
    String sql =
        "SELECT DISTINCT %s FROM %s AS q WHERE %s ORDER BY ALL".formatted(texts, source, condition);
    return duckDb.query(
        sql,
        rows -> {
          List<Partition> partitions = new ArrayList<>();
          while (rows.next()) {
            partitions.add(partition(rows, keys));
          }
          return partitions;
        });
  }

  private static Partition partition(ResultSet row, List<Field> keys) throws SQLException {
    List<String> conditions = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String text = row.getString(i + 1);
      Field key = keys.get(i);
      conditions.add(
          partitionText(key)
              + " IS NOT DISTINCT FROM "
              + (text == null ? "NULL" : Sql.literal(text)));
      if (text != null) {
        values.put(key.name(), text);
      }
    }
    return new Partition(String.join(" AND ", conditions), values);
  }

  /**
   * A partition value as the Delta protocol writes it; an empty string stands for NULL there.
   *
   * @see <a
   *     href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md#partition-value-serialization">Delta
   *     protocol, partition value serialization</a>
   */
  private static String partitionText(Field key) {
    String value =
        "CAST(" + Sql.identifier(key.name()) + " AS " + DuckDbTypes.sql(key.type()) + ")";
    if (key.type() == PrimitiveType.TIMESTAMP) {
      return "strftime(" + value + ", '%Y-%m-%d %H:%M:%S.%f')";
    }
    return "nullif(CAST(" + value + " AS VARCHAR), '')";
  }

  private Optional<ParquetFile> copy(
      Path file,
      String source,
      String condition,
      StructType schema,
      List<QueryColumn> columns,
      Map<String, String> partitionValues) {
    String select =
        schema.fields().stream()
            .map(field -> column(field, columns))
            .collect(Collectors.joining(", "));
    String rowGroups = leaves(schema) > WIDE_LEAVES ? WIDE_ROW_GROUPS : ROW_GROUPS;
    long maxBytes = MAX_LIST_BYTES + VALUE_BYTES * MAX_WIDE_ROWS * leavesOutsideLists(schema);
    String sql =
        "COPY (SELECT %s FROM %s AS q WHERE %s) TO %s (FORMAT parquet, COMPRESSION zstd, %s, ROW_GROUP_SIZE_BYTES %d, RETURN_STATS true)"
            .formatted(select, source, condition, Sql.literal(file), rowGroups, maxBytes);
    return duckDb.query(
        sql,
        rows -> {
          if (!rows.next() || rows.getLong("count") == 0) {
            delete(file);
            return Optional.empty();
          }
          long count = rows.getLong("count");
          String statistics = DeltaStatistics.json(count, schema, statistics(rows));
          return Optional.of(
              new ParquetFile(
                  file, partitionValues, count, rows.getLong("file_size_bytes"), statistics));
        });
  }

  private static String column(Field field, List<QueryColumn> columns) {
    String name = Sql.identifier(field.name());
    String type = DuckDbTypes.sql(field.type());
    boolean there =
        columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(field.name()));
    boolean same =
        columns.stream()
            .anyMatch(
                column ->
                    column.name().equalsIgnoreCase(field.name())
                        && column.duckDbType().equals(type));
    if (same) {
      return "q." + name + " AS " + name;
    }
    return "CAST(" + (there ? "q." + name : "NULL") + " AS " + type + ") AS " + name;
  }

  private static int leaves(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().mapToInt(field -> leaves(field.type())).sum();
    }
    if (type instanceof ArrayType array) {
      return leaves(array.element());
    }
    if (type instanceof MapType map) {
      return leaves(map.key()) + leaves(map.value());
    }
    return 1;
  }

  private static int leavesOutsideLists(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().mapToInt(field -> leavesOutsideLists(field.type())).sum();
    }
    return type instanceof ArrayType || type instanceof MapType ? 0 : 1;
  }

  private static Map<String, Map<String, String>> statistics(ResultSet row) throws SQLException {
    Map<String, Map<String, String>> columns = new HashMap<>();
    Map<?, ?> found = (Map<?, ?>) row.getObject("column_statistics");
    for (Map.Entry<?, ?> column : found.entrySet()) {
      Map<String, String> facts = new HashMap<>();
      ((Map<?, ?>) column.getValue())
          .forEach((fact, value) -> facts.put(String.valueOf(fact), String.valueOf(value)));
      columns.put(String.valueOf(column.getKey()), facts);
    }
    return columns;
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
