package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.EngineOptions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Query;
import io.tweetlake.sql.Table;
import io.tweetlake.sql.ViolationAction;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** DuckDB alone over local files, doing the least that could be called the same work. */
final class PlainDuckDb implements AutoCloseable {
  private static final int WIDE_ROW_GROUP_ROWS = 10_240;
  private static final int ROW_GROUP_ROWS = 61_440;

  private final Connection connection;

  private PlainDuckDb(Connection connection) {
    this.connection = requireNonNull(connection, "connection is null");
  }

  static PlainDuckDb open(EngineOptions options) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("memory_limit", options.memoryLimitBytes() + "B");
    settings.setProperty("temp_directory", options.scratchFolder().resolve("spill").toString());
    settings.setProperty("preserve_insertion_order", "false");
    return new PlainDuckDb(DriverManager.getConnection("jdbc:duckdb:", settings));
  }

  /** Posts to Parquet with columns told: what does not fit is lost. */
  long load(List<Path> files, StructType schema, Path output) throws SQLException {
    String columns =
        schema.fields().stream()
            .filter(field -> !field.name().equals("_rescued_data"))
            .map(field -> literal(field.name()) + ": " + literal(type(field.type())))
            .collect(Collectors.joining(", ", "{", "}"));
    return copy(
        "SELECT * FROM read_json(%s, format = 'newline_delimited', columns = %s)"
            .formatted(list(files), columns),
        WIDE_ROW_GROUP_ROWS,
        output);
  }

  /** The rows of a table that keep its rules, which are not counted. */
  long select(Pipeline pipeline, Table table, List<Path> files, Path output) throws SQLException {
    Query query = table.flows().get(0).query();
    try (Statement statement = connection.createStatement()) {
      for (String macro : DuckDbMacros.neededBy(pipeline)) {
        statement.execute(macro);
      }
      statement.execute(
          "CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet(%s)"
              .formatted(query.sources().get(0).relation(), list(files)));
    }
    String kept =
        table.expectations().stream()
            .filter(expectation -> expectation.action() == ViolationAction.DROP_ROW)
            .map(expectation -> "(" + expectation.duckdbPredicate() + ")")
            .collect(Collectors.joining(" AND "));
    return copy(
        "SELECT * FROM (%s) WHERE %s".formatted(query.duckdbSql(), kept), ROW_GROUP_ROWS, output);
  }

  private long copy(String select, int rowGroupRows, Path output) throws SQLException {
    String sql =
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, RETURN_STATS true)"
            .formatted(select, literal(output), rowGroupRows);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong("count");
    }
  }

  private static String list(List<Path> files) {
    return files.stream().map(PlainDuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String type(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(PlainDuckDb::member)
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    if (type instanceof ArrayType array) {
      return type(array.element()) + "[]";
    }
    return type == PrimitiveType.STRING ? "VARCHAR" : type.ddl();
  }

  private static String member(Field field) {
    return '"' + field.name().replace("\"", "\"\"") + "\" " + type(field.type());
  }

  private static String literal(Object text) {
    return "'" + text.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
