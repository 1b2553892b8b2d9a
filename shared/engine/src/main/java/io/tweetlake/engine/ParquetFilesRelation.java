package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ReadOptions.Evolution;
import io.tweetlake.engine.json.ColumnNames;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.SchemaUnion;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parquet files that somebody else wrote. What the table's columns cannot hold as it is goes to the
 * rescued data: columns that the table may not gain, and values of another type.
 */
final class ParquetFilesRelation implements Relation {
  private static final String FILE_PATH = "_file_path";
  private static final String NULL_TYPE = "NULL";

  private static final SchemaUnion UNION =
      new SchemaUnion(
          (name, other) -> ColumnNames.folded(name).equals(ColumnNames.folded(other)),
          (known, incoming, path) -> known);

  private final List<InputFile> files;
  private final List<List<FileColumn>> columnsByFile = new ArrayList<>();
  private final StructType schema;
  private final String rescuedColumn;
  private final FolderColumns folders;

  ParquetFilesRelation(
      DuckDb duckDb, List<InputFile> files, ReadOptions options, StructType table) {
    this.files = List.copyOf(files);
    this.rescuedColumn = requireNonNull(options.rescuedDataColumn(), "rescuedColumn is null");
    this.folders = new FolderColumns(options.partitionColumns());
    StructType stored = new StructType(table.fields().stream().filter(this::isData).toList());
    StructType known = UNION.join(stored, options.schema().orElse(new StructType(List.of())));
    boolean isNew = stored.fields().isEmpty() && options.schema().isEmpty();
    boolean grows = isNew || options.evolution() == Evolution.ADD_NEW_COLUMNS;
    StructType merged = known;
    for (InputFile file : files) {
      List<FileColumn> columns = columns(duckDb, file);
      columnsByFile.add(columns);
      merged = UNION.join(merged, storable(columns));
    }
    if (!grows && options.evolution() == Evolution.FAIL_ON_NEW_COLUMNS && !merged.equals(known)) {
      throw new EngineException(
          "Cannot load files with new columns, since schemaEvolutionMode is failOnNewColumns: the"
              + " table has %s, the files have %s".formatted(known.ddl(), merged.ddl()));
    }
    List<SchemaHint> hints =
        options.schemaHints().stream()
            .filter(hint -> isData(Field.of(hint.path().get(0), hint.type())))
            .toList();
    this.schema = hinted(grows ? merged : known, hints, stored);
  }

  private boolean isData(Field field) {
    String name = ColumnNames.folded(field.name());
    return !name.equals(ColumnNames.folded(rescuedColumn))
        && !name.equals(ColumnNames.folded(MetadataColumn.NAME))
        && folders.names().stream().map(ColumnNames::folded).noneMatch(name::equals);
  }

  /**
   * A column of a file.
   *
   * @param column under DuckDB's name
   * @param written the file's name, which DuckDB changes where another one differs by case alone
   */
  private record FileColumn(QueryColumn column, String written) {
    boolean isNamed(String name) {
      return ColumnNames.folded(written).equals(ColumnNames.folded(name));
    }
  }

  private static List<FileColumn> columns(DuckDb duckDb, InputFile file) {
    List<QueryColumn> columns = describe(duckDb, file);
    boolean renamed = columns.stream().anyMatch(column -> isRenamed(column, columns));
    List<String> written =
        renamed ? writtenNames(duckDb, file) : columns.stream().map(QueryColumn::name).toList();
    List<FileColumn> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      named.add(new FileColumn(columns.get(i), written.get(i)));
    }
    return named;
  }

  /** Whether DuckDB may have put a number behind the name, since there is another such one. */
  private static boolean isRenamed(QueryColumn column, List<QueryColumn> all) {
    String base = column.name().replaceFirst("(_\\d+)+$", "");
    return !base.equals(column.name())
        && all.stream().anyMatch(other -> other.name().equalsIgnoreCase(base));
  }

  /** The names of a file's columns in order: of its schema's nodes those below the root. */
  private static List<String> writtenNames(DuckDb duckDb, InputFile file) {
    String nodes =
        "SELECT name, coalesce(num_children, 0) AS children FROM parquet_schema(%s)"
            .formatted(Sql.literal(file.localPath()));
    return duckDb.query(
        nodes,
        rows -> {
          List<String> names = new ArrayList<>();
          rows.next();
          while (rows.next()) {
            names.add(rows.getString("name"));
            for (long within = rows.getLong("children"); within > 0; within--) {
              rows.next();
              within += rows.getLong("children");
            }
          }
          return names;
        });
  }

  private static List<QueryColumn> describe(DuckDb duckDb, InputFile file) {
    List<QueryColumn> columns;
    try {
      columns = QueryColumn.describe(duckDb, "SELECT * FROM " + source(file));
    } catch (EngineException e) {
      throw unreadable(e, file);
    }
    refuseIntervals(duckDb, file, columns);
    return columns;
  }

  @Override
  public Optional<UnreadableFileException> blamed(EngineException failure) {
    return files.stream()
        .filter(file -> failure.getMessage().contains(path(file)))
        // one file's path may begin with another's
        .max(Comparator.comparingInt(file -> path(file).length()))
        .map(file -> unreadable(failure, file));
  }

  private static UnreadableFileException unreadable(EngineException e, InputFile file) {
    return new UnreadableFileException(file.uri(), new EngineException(reason(e, file), e));
  }

  private static String path(InputFile file) {
    return file.localPath().toAbsolutePath().toString();
  }

  private static String reason(EngineException e, InputFile file) {
    String message = e.getMessage();
    if (message.contains("No magic bytes") || message.contains("too small to be")) {
      return "it is no Parquet file, or is cut";
    }
    if (message.contains("Invalid string encoding")) {
      return message.replaceFirst(
          "(?s).*: value (\".*\") is not valid.*", "its text $1 is not UTF-8");
    }
    if (message.contains("Unsupported converted type (20)")) {
      return "Parquet's BSON cannot be read";
    }
    if (message.contains("is encrypted")) {
      return "it is encrypted";
    }
    // without the kind of error and the statement; DuckDB names its own copy of the file
    return message
        .lines()
        .findFirst()
        .orElse(message)
        .replaceFirst("^[A-Z][A-Za-z ]* Error: ", "")
        .replace(path(file), file.uri());
  }

  /** parquet-java says of an interval that its type is unknown, for which DuckDB reads NULL. */
  private static void refuseIntervals(DuckDb duckDb, InputFile file, List<QueryColumn> columns) {
    if (columns.stream().noneMatch(column -> column.duckDbType().contains(NULL_TYPE))) {
      return;
    }
    String intervals =
        "SELECT string_agg(name, ', ' ORDER BY name) FROM parquet_schema(%s) WHERE converted_type = 'INTERVAL'"
            .formatted(Sql.literal(file.localPath()));
    Optional<String> names =
        duckDb.query(
            intervals,
            rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty());
    names.ifPresent(
        found -> {
          throw new UnreadableFileException(
              file.uri(), new EngineException("Parquet's intervals cannot be read: " + found));
        });
  }

  private static String source(InputFile file) {
    return "read_parquet(" + Sql.literal(file.localPath()) + ", hive_partitioning = false)";
  }

  /** The columns that a table can have; of names that differ by case alone, the first. */
  private StructType storable(List<FileColumn> columns) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (FileColumn column : columns) {
      type(column.column())
          .map(type -> Field.of(column.written(), type))
          .filter(field -> isData(field) && isStorable(field))
          .ifPresent(field -> fields.putIfAbsent(ColumnNames.folded(field.name()), field));
    }
    return new StructType(List.copyOf(fields.values()));
  }

  /** The type that holds a column's values; empty where no Delta type does. */
  private static Optional<DataType> type(QueryColumn column) {
    try {
      return Optional.of(DuckDbTypes.parse(column.duckDbType()));
    } catch (UnstorableTypeException e) {
      return Optional.empty();
    }
  }

  private static boolean isStorable(Field field) {
    return ColumnNames.storable(field.name()) && isStorable(field.type());
  }

  private static boolean isStorable(DataType type) {
    if (type instanceof StructType struct) {
      long distinct =
          struct.fields().stream()
              .map(field -> ColumnNames.folded(field.name()))
              .distinct()
              .count();
      return distinct == struct.fields().size()
          && struct.fields().stream().allMatch(ParquetFilesRelation::isStorable);
    }
    if (type instanceof ArrayType array) {
      return isStorable(array.element());
    }
    return !(type instanceof MapType map) || (isStorable(map.key()) && isStorable(map.value()));
  }

  private static Optional<Field> same(StructType struct, String name) {
    String folded = ColumnNames.folded(name);
    return struct.fields().stream()
        .filter(field -> ColumnNames.folded(field.name()).equals(folded))
        .findFirst();
  }

  /** Gives hinted types to columns that the table does not have yet. */
  private static StructType hinted(StructType columns, List<SchemaHint> hints, StructType stored) {
    StructType result = columns;
    for (SchemaHint hint : hints) {
      if (same(stored, hint.path().get(0)).isEmpty()) {
        result = hint.applyTo(result);
      }
    }
    return result;
  }

  StructType columns() {
    List<Field> fields = new ArrayList<>(schema.fields());
    fields.addAll(folders.fields());
    fields.add(Field.of(rescuedColumn, PrimitiveType.STRING));
    return new StructType(fields);
  }

  @Override
  public String sql(MetadataColumn metadata) {
    List<String> selects = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      selects.add(sql(files.get(i), columnsByFile.get(i), metadata));
    }
    return String.join(" UNION ALL ", selects);
  }

  private String sql(InputFile file, List<FileColumn> columns, MetadataColumn metadata) {
    List<String> selected = new ArrayList<>();
    for (Field field : schema.fields()) {
      String value =
          holder(columns, field)
              .map(column -> new ExactCast(column.column(), field).value())
              .orElseGet(() -> "CAST(NULL AS " + DuckDbTypes.sql(field.type()) + ")");
      selected.add(value + " AS " + Sql.identifier(field.name()));
    }
    for (String name : folders.names()) {
      String value = FolderColumns.value(file.uri(), name).map(Sql::literal).orElse("NULL");
      selected.add("CAST(%s AS VARCHAR) AS %s".formatted(value, Sql.identifier(name)));
    }
    selected.add(rescued(file, columns) + " AS " + Sql.identifier(rescuedColumn));
    if (metadata == MetadataColumn.SHOWN) {
      selected.add(FileMetadata.struct(file) + " AS " + MetadataColumn.NAME);
    }
    return "SELECT " + String.join(", ", selected) + " FROM " + source(file);
  }

  /** The file's column whose values go into a field: one of just that name before others. */
  private static Optional<FileColumn> holder(List<FileColumn> columns, Field field) {
    List<FileColumn> named =
        columns.stream()
            .filter(column -> column.isNamed(field.name()))
            .filter(column -> type(column.column()).isPresent())
            .toList();
    return named.stream()
        .filter(column -> column.written().equals(field.name()))
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  /**
   * The condition that a column's value is nowhere in the schema's columns; empty if it always is.
   */
  private Optional<String> isLost(FileColumn column, List<FileColumn> all) {
    Optional<Field> field = same(schema, column.written());
    if (field.flatMap(same -> holder(all, same)).filter(column::equals).isEmpty()) {
      return Optional.of(Sql.identifier(column.column().name()) + " IS NOT NULL");
    }
    return new ExactCast(column.column(), field.orElseThrow()).isLost();
  }

  private String rescued(InputFile file, List<FileColumn> columns) {
    List<String> conditions = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (FileColumn column : columns) {
      isLost(column, columns)
          .ifPresent(
              lost -> {
                conditions.add("(" + lost + ")");
                members.add(
                    "CASE WHEN %s THEN %s || %s END"
                        .formatted(
                            lost,
                            Sql.literal(Json.quote(rescuedName(column.written())) + ":"),
                            ExactCast.json(column.column())));
              });
    }
    if (members.isEmpty()) {
      return "CAST(NULL AS VARCHAR)";
    }
    String path = ",\"" + FILE_PATH + "\":" + Json.quote(file.uri()) + "}";
    return "CASE WHEN %s THEN '{' || concat_ws(',', %s) || %s END"
        .formatted(String.join(" OR ", conditions), String.join(", ", members), Sql.literal(path));
  }

  /** A column may be named as what rescued data says of the file. */
  private static String rescuedName(String written) {
    return written.equals(FILE_PATH) ? "_" + FILE_PATH : written;
  }
}
