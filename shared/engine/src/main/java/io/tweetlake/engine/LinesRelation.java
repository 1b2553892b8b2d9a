package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.json.JsonBatch;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Files of JSON lines. */
final class LinesRelation implements Relation {
  private static final String VALUES = "tweetlake_values";

  private final JsonBatch batch;
  private final FolderColumns folders;
  private final String rescuedColumn;
  private final LinesFunction function;
  private final long id;

  LinesRelation(
      JsonBatch batch,
      FolderColumns folders,
      String rescuedColumn,
      LinesFunction function,
      Failures failures) {
    this.batch = requireNonNull(batch, "batch is null");
    this.folders = requireNonNull(folders, "folders is null");
    this.rescuedColumn = requireNonNull(rescuedColumn, "rescuedColumn is null");
    this.function = requireNonNull(function, "function is null");
    this.id = function.add(new LinesFunction.Source(batch, failures));
  }

  /** All columns that {@code *} gives. */
  StructType columns() {
    List<Field> fields = new ArrayList<>(batch.columns().fields());
    fields.addAll(folders.fields());
    fields.add(Field.of(rescuedColumn, PrimitiveType.STRING));
    return new StructType(fields);
  }

  @Override
  public String sql(MetadataColumn metadata) {
    List<String> columns = new ArrayList<>();
    String values = LinesFunction.LINE;
    StructType schema = batch.columns();
    if (!schema.fields().isEmpty()) {
      columns.add("unnest(" + VALUES + ")");
      String structure = DuckDbTypes.jsonStructure(schema);
      values = "from_json(" + LinesFunction.LINE + ", " + Sql.literal(structure) + ")";
    }
    columns.addAll(folderColumns());
    columns.add(LinesFunction.RESCUED + " AS " + Sql.identifier(rescuedColumn));
    if (metadata == MetadataColumn.SHOWN) {
      columns.add(ofFile(FileMetadata.list(batch.files())) + " AS " + MetadataColumn.NAME);
    }
    return columns.stream().collect(Collectors.joining(", ", "SELECT ", " FROM (SELECT "))
        + values
        + " AS "
        + VALUES
        + ", "
        + LinesFunction.RESCUED
        + ", "
        + LinesFunction.FILE
        + " FROM "
        + LinesFunction.NAME
        + "("
        + id
        + "))";
  }

  private List<String> folderColumns() {
    if (folders.names().isEmpty()) {
      return List.of();
    }
    String values =
        batch.files().stream().map(folders::sqlList).collect(Collectors.joining(", ", "[", "]"));
    List<String> columns = new ArrayList<>();
    for (String name : folders.names()) {
      columns.add(
          "%s[%d] AS %s".formatted(ofFile(values), columns.size() + 1, Sql.identifier(name)));
    }
    return columns;
  }

  /** Of a list with a value a file, that of the line's. */
  private static String ofFile(String list) {
    return "(" + list + ")[" + LinesFunction.FILE + " + 1]";
  }

  @Override
  public void close() {
    function.remove(id);
  }
}
