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
  private final String rescuedColumn;
  private final LinesFunction function;
  private final long id;

  LinesRelation(JsonBatch batch, String rescuedColumn, LinesFunction function, Failures failures) {
    this.batch = requireNonNull(batch, "batch is null");
    this.rescuedColumn = requireNonNull(rescuedColumn, "rescuedColumn is null");
    this.function = requireNonNull(function, "function is null");
    this.id = function.add(new LinesFunction.Source(batch, failures));
  }

  /** All columns that {@code *} gives. */
  StructType columns() {
    List<Field> fields = new ArrayList<>(batch.columns().fields());
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
    columns.add(LinesFunction.RESCUED + " AS " + Sql.identifier(rescuedColumn));
    if (metadata == MetadataColumn.SHOWN) {
      columns.add(
          FileMetadata.list(batch.files())
              + "["
              + LinesFunction.FILE
              + " + 1] AS "
              + MetadataColumn.NAME);
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

  @Override
  public void close() {
    function.remove(id);
  }
}
