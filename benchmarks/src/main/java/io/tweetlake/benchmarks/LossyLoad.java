package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.EngineOptions;
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

/** Posts to Parquet by DuckDB alone, with columns told: what does not fit is lost. */
final class LossyLoad implements AutoCloseable {
  private final Connection connection;

  private LossyLoad(Connection connection) {
    this.connection = requireNonNull(connection, "connection is null");
  }

  static LossyLoad open(EngineOptions options) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("memory_limit", options.memoryLimitBytes() + "B");
    settings.setProperty("temp_directory", options.scratchFolder().resolve("spill").toString());
    settings.setProperty("preserve_insertion_order", "false");
    return new LossyLoad(DriverManager.getConnection("jdbc:duckdb:", settings));
  }

  long load(List<Path> files, StructType schema, Path output) throws SQLException {
    String paths = files.stream().map(LossyLoad::literal).collect(Collectors.joining(", "));
    String columns =
        schema.fields().stream()
            .filter(field -> !field.name().equals("_rescued_data"))
            .map(field -> literal(field.name()) + ": " + literal(type(field.type())))
            .collect(Collectors.joining(", ", "{", "}"));
    String sql =
        "COPY (SELECT * FROM read_json([%s], format = 'newline_delimited', columns = %s)) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240, RETURN_STATS true)"
            .formatted(paths, columns, literal(output));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong("count");
    }
  }

  private static String type(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(LossyLoad::member)
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
