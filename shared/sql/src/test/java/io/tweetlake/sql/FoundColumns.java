package io.tweetlake.sql;

import io.tweetlake.types.StructType;
import java.sql.SQLException;
import java.util.Map;

/** A table {@code raw} whose columns are declared, or found out at the update of its reader. */
record FoundColumns(String ddl) {
  static final String INFERRED =
      "CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('s3://src');\n";

  /** Statements that declare the columns. */
  String declared() {
    return INFERRED.replace(" AS SELECT", " (" + ddl + ") AS SELECT");
  }

  /** Table {@code t} of a statement such as {@code CREATE MATERIALIZED VIEW t AS SELECT ...}. */
  static Table table(String raw, String statement) {
    return Translations.load(raw + statement + ";").table("t").orElseThrow();
  }

  /** The table as an update runs it. */
  Table bind(Table table) {
    return table.bind(table.flows().get(0), Map.of("raw", StructType.parse(ddl)));
  }

  /** Runs a query over columns that are declared, and over those that only the data tells. */
  void assertGives(DuckDbWitness duckDb, String select, String expected) throws SQLException {
    for (String raw : new String[] {declared(), INFERRED}) {
      duckDb.assertRows(sql(bind(table(raw, "CREATE MATERIALIZED VIEW t AS " + select))), expected);
    }
  }

  static String sql(Table table) {
    return table.flows().get(0).query().duckdbSql();
  }
}
