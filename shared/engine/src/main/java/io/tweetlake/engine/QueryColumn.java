package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import java.util.ArrayList;
import java.util.List;

/** A column that a query yields. */
record QueryColumn(String name, String duckDbType) {
  /** The type of a bare NULL, which goes with any other. */
  private static final String NULL = "NULL";

  QueryColumn {
    requireNonNull(name, "name is null");
    requireNonNull(duckDbType, "duckDbType is null");
  }

  /** What a query yields, without running it. */
  static List<QueryColumn> describe(DuckDb duckDb, String sql) {
    return duckDb.query(
        "DESCRIBE " + sql,
        rows -> {
          List<QueryColumn> columns = new ArrayList<>();
          while (rows.next()) {
            String type = rows.getString("column_type");
            columns.add(
                new QueryColumn(
                    rows.getString("column_name"), type.equals("\"NULL\"") ? NULL : type));
          }
          return columns;
        });
  }

  boolean isNull() {
    return duckDbType.equals(NULL);
  }

  DataType type() {
    try {
      return DuckDbTypes.parse(duckDbType);
    } catch (UnstorableTypeException e) {
      throw new EngineException(
          "Cannot store column %s: %s; cast it in the query".formatted(name, e.getMessage()), e);
    }
  }

  Field field() {
    return Field.of(name, type());
  }
}
