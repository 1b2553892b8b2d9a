package io.tweetlake.engine;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins what a query yields with what its table has: the table's columns keep order and type, new
 * ones follow, in structs too.
 */
final class SchemaMerge {
  private static final Set<PrimitiveType> NUMBERS =
      Set.of(
          PrimitiveType.BYTE,
          PrimitiveType.SHORT,
          PrimitiveType.INTEGER,
          PrimitiveType.LONG,
          PrimitiveType.FLOAT,
          PrimitiveType.DOUBLE);

  private SchemaMerge() {}

  /**
   * @throws EngineException where a column's rows cannot be values of the table's type
   */
  static StructType merge(StructType table, List<QueryColumn> query) {
    List<Field> incoming = new ArrayList<>();
    for (QueryColumn column : query) {
      Optional<Field> known = table.field(column.name());
      if (known.isEmpty() || !column.isNull()) {
        incoming.add(column.field());
      }
    }
    return struct(table, new StructType(incoming), "");
  }

  private static StructType struct(StructType table, StructType incoming, String path) {
    List<Field> fields = new ArrayList<>();
    for (Field field : table.fields()) {
      Optional<Field> same = incoming.field(field.name());
      DataType type =
          same.isPresent()
              ? type(field.type(), same.get().type(), path + field.name())
              : field.type();
      fields.add(new Field(field.name(), type, field.nullable(), field.comment()));
    }
    for (Field field : incoming.fields()) {
      if (table.field(field.name()).isEmpty()) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private static DataType type(DataType table, DataType incoming, String path) {
    if (table instanceof StructType known && incoming instanceof StructType added) {
      return struct(known, added, path + ".");
    }
    if (table instanceof ArrayType known && incoming instanceof ArrayType added) {
      return new ArrayType(type(known.element(), added.element(), path + ".element"));
    }
    if (table instanceof MapType known && incoming instanceof MapType added) {
      return new MapType(
          type(known.key(), added.key(), path + ".key"),
          type(known.value(), added.value(), path + ".value"));
    }
    if (isAssignable(table, incoming)) {
      return table;
    }
    throw new EngineException(
        "Cannot write column %s: the table has %s, the query yields %s; cast it in the query"
            .formatted(path, table.ddl(), incoming.ddl()));
  }

  /** What Spark's ANSI store assignment allows: a number that is too large fails the write. */
  private static boolean isAssignable(DataType table, DataType incoming) {
    if (table.equals(incoming) || (isNumber(table) && isNumber(incoming))) {
      return true;
    }
    if (table == PrimitiveType.STRING) {
      return incoming instanceof PrimitiveType || incoming instanceof DecimalType;
    }
    return table == PrimitiveType.TIMESTAMP && incoming == PrimitiveType.DATE;
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DecimalType || (type instanceof PrimitiveType p && NUMBERS.contains(p));
  }
}
