package io.tweetlake.engine;

import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.SchemaUnion;
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

  private static final SchemaUnion UNION =
      new SchemaUnion(String::equalsIgnoreCase, SchemaMerge::assigned);

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
    return UNION.join(table, new StructType(incoming));
  }

  private static DataType assigned(DataType table, DataType incoming, String path) {
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
