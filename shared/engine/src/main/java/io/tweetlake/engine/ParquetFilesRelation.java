package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ReadOptions.Evolution;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Parquet files that somebody else wrote; columns that the table may not gain are rescued. */
final class ParquetFilesRelation implements Relation {
  private final List<InputFile> files;
  private final List<List<QueryColumn>> columnsByFile = new ArrayList<>();
  private final StructType schema;
  private final String rescuedColumn;

  ParquetFilesRelation(
      DuckDb duckDb, List<InputFile> files, ReadOptions options, StructType table) {
    this.files = List.copyOf(files);
    this.rescuedColumn = requireNonNull(options.rescuedDataColumn(), "rescuedColumn is null");
    StructType known = known(table, options);
    boolean grows = known.fields().isEmpty() || options.evolution() == Evolution.ADD_NEW_COLUMNS;
    StructType merged = known;
    for (InputFile file : files) {
      List<QueryColumn> columns = describe(duckDb, file);
      columnsByFile.add(columns);
      merged = SchemaMerge.merge(merged, columns);
    }
    if (options.evolution() == Evolution.FAIL_ON_NEW_COLUMNS && !grows && !merged.equals(known)) {
      throw new EngineException(
          "Cannot load files with new columns, since schemaEvolutionMode is failOnNewColumns: the"
              + " table has %s, the files have %s".formatted(known.ddl(), merged.ddl()));
    }
    this.schema = grows ? merged : known;
  }

  private StructType known(StructType table, ReadOptions options) {
    List<Field> fields = new ArrayList<>();
    Predicate<Field> isNew =
        field -> fields.stream().noneMatch(other -> other.name().equalsIgnoreCase(field.name()));
    List<Field> candidates = new ArrayList<>(table.fields());
    candidates.addAll(options.schema().map(StructType::fields).orElse(List.of()));
    candidates.addAll(options.schemaHints().fields());
    for (Field field : candidates) {
      if (!field.name().equalsIgnoreCase(rescuedColumn) && isNew.test(field)) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private static List<QueryColumn> describe(DuckDb duckDb, InputFile file) {
    try {
      return QueryColumn.describe(duckDb, "SELECT * FROM " + source(file));
    } catch (EngineException e) {
      throw new UnreadableFileException(file.uri(), e);
    }
  }

  private static String source(InputFile file) {
    return "read_parquet(" + Sql.literal(file.localPath()) + ", hive_partitioning = false)";
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
    Map<String, String> types =
        columns.stream()
            .collect(
                Collectors.toMap(
                    column -> column.name().toLowerCase(Locale.ROOT),
                    QueryColumn::duckDbType,
                    (first, second) -> first));
    List<String> selected = new ArrayList<>();
    for (Field field : schema.fields()) {
      selected.add(ParquetRelation.column(field, types));
    }
    selected.add(rescued(file, columns) + " AS " + Sql.identifier(rescuedColumn));
    if (metadata == MetadataColumn.SHOWN) {
      selected.add(FileMetadata.struct(file) + " AS " + MetadataColumn.NAME);
    }
    return "SELECT " + String.join(", ", selected) + " FROM " + source(file);
  }

  private String rescued(InputFile file, List<QueryColumn> columns) {
    String members =
        columns.stream()
            .filter(column -> schema.field(column.name()).isEmpty())
            .map(column -> Sql.literal(column.name()) + ": " + Sql.identifier(column.name()))
            .collect(Collectors.joining(", "));
    if (members.isEmpty()) {
      return "CAST(NULL AS VARCHAR)";
    }
    return "CAST(to_json({%s, '_file_path': %s}) AS VARCHAR)"
        .formatted(members, Sql.literal(file.uri()));
  }
}
