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
import java.util.List;
import java.util.Optional;

/**
 * Parquet files that somebody else wrote. What the table's columns cannot hold as it is goes to the
 * rescued data: columns that the table may not gain, and values of another type.
 */
final class ParquetFilesRelation implements Relation {
  private static final String FILE_PATH = "_file_path";

  private static final SchemaUnion UNION =
      new SchemaUnion(
          (name, other) -> ColumnNames.folded(name).equals(ColumnNames.folded(other)),
          (known, incoming, path) -> known);

  private final List<InputFile> files;
  private final List<List<QueryColumn>> columnsByFile = new ArrayList<>();
  private final StructType schema;
  private final String rescuedColumn;

  ParquetFilesRelation(
      DuckDb duckDb, List<InputFile> files, ReadOptions options, StructType table) {
    this.files = List.copyOf(files);
    this.rescuedColumn = requireNonNull(options.rescuedDataColumn(), "rescuedColumn is null");
    StructType stored = new StructType(table.fields().stream().filter(this::isData).toList());
    StructType known = UNION.join(stored, options.schema().orElse(new StructType(List.of())));
    boolean isNew = stored.fields().isEmpty() && options.schema().isEmpty();
    boolean grows = isNew || options.evolution() == Evolution.ADD_NEW_COLUMNS;
    StructType merged = known;
    for (InputFile file : files) {
      List<QueryColumn> columns = describe(duckDb, file);
      columnsByFile.add(columns);
      merged = UNION.join(merged, storable(columns));
    }
    if (!grows && options.evolution() == Evolution.FAIL_ON_NEW_COLUMNS && !merged.equals(known)) {
      throw new EngineException(
          "Cannot load files with new columns, since schemaEvolutionMode is failOnNewColumns: the"
              + " table has %s, the files have %s".formatted(known.ddl(), merged.ddl()));
    }
    this.schema = hinted(grows ? merged : known, options.schemaHints(), stored);
  }

  private boolean isData(Field field) {
    String name = ColumnNames.folded(field.name());
    return !name.equals(ColumnNames.folded(rescuedColumn))
        && !name.equals(ColumnNames.folded(MetadataColumn.NAME));
  }

  private static List<QueryColumn> describe(DuckDb duckDb, InputFile file) {
    try {
      return QueryColumn.describe(duckDb, "SELECT * FROM " + source(file));
    } catch (EngineException e) {
      // DuckDB names its own copy of the file
      String reason =
          e.getMessage().replace(file.localPath().toAbsolutePath().toString(), file.uri());
      throw new UnreadableFileException(file.uri(), new EngineException(reason, e));
    }
  }

  private static String source(InputFile file) {
    return "read_parquet(" + Sql.literal(file.localPath()) + ", hive_partitioning = false)";
  }

  private StructType storable(List<QueryColumn> columns) {
    return new StructType(
        columns.stream()
            .flatMap(column -> type(column).map(type -> Field.of(column.name(), type)).stream())
            .filter(field -> isData(field) && isStorable(field))
            .toList());
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

  private String sql(InputFile file, List<QueryColumn> columns, MetadataColumn metadata) {
    List<String> selected = new ArrayList<>();
    for (Field field : schema.fields()) {
      String value =
          cast(columns, field)
              .map(ExactCast::value)
              .orElseGet(() -> "CAST(NULL AS " + DuckDbTypes.sql(field.type()) + ")");
      selected.add(value + " AS " + Sql.identifier(field.name()));
    }
    selected.add(rescued(file, columns) + " AS " + Sql.identifier(rescuedColumn));
    if (metadata == MetadataColumn.SHOWN) {
      selected.add(FileMetadata.struct(file) + " AS " + MetadataColumn.NAME);
    }
    return "SELECT " + String.join(", ", selected) + " FROM " + source(file);
  }

  private Optional<ExactCast> cast(List<QueryColumn> columns, Field field) {
    String folded = ColumnNames.folded(field.name());
    return columns.stream()
        .filter(column -> ColumnNames.folded(column.name()).equals(folded))
        .filter(column -> type(column).isPresent())
        .findFirst()
        .map(column -> new ExactCast(column, field));
  }

  /**
   * The condition that a column's value is nowhere in the schema's columns; empty if it always is.
   */
  private Optional<String> isLost(QueryColumn column) {
    Optional<Field> field = same(schema, column.name());
    if (field.isEmpty() || type(column).isEmpty()) {
      return Optional.of(Sql.identifier(column.name()) + " IS NOT NULL");
    }
    return new ExactCast(column, field.orElseThrow()).isLost();
  }

  private String rescued(InputFile file, List<QueryColumn> columns) {
    List<String> conditions = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (QueryColumn column : columns) {
      isLost(column)
          .ifPresent(
              lost -> {
                conditions.add("(" + lost + ")");
                members.add(
                    "CASE WHEN %s THEN %s || %s END"
                        .formatted(
                            lost,
                            Sql.literal(Json.quote(rescuedName(column)) + ":"),
                            ExactCast.json(column)));
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
  private static String rescuedName(QueryColumn column) {
    return column.name().equals(FILE_PATH) ? "_" + FILE_PATH : column.name();
  }
}
