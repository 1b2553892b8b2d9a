package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;

/** A DuckDB instance. Safe for use by several threads, each with its own {@link Workspace}. */
public final class Engine implements AutoCloseable {
  private final EngineOptions options;
  private final DuckDBConnection connection;
  private final LinesFunction lines;
  private final TallyFunction tallies = new TallyFunction();
  private final AiQueryFunction aiQuery;

  private Engine(EngineOptions options, DuckDBConnection connection, Model model) {
    this.options = requireNonNull(options, "options is null");
    this.connection = requireNonNull(connection, "connection is null");
    this.lines = new LinesFunction(options.threads());
    this.aiQuery = new AiQueryFunction(model);
  }

  /**
   * Opens an instance; {@code model} is what {@code ai_query} calls.
   *
   * @throws EngineException where DuckDB refuses an option or an initial statement
   */
  public static Engine open(EngineOptions options, Model model) {
    try {
      Files.createDirectories(options.scratchFolder());
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings(options));
      try {
        Engine engine = new Engine(options, connection.unwrap(DuckDBConnection.class), model);
        engine.initialize();
        return engine;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new EngineException("Cannot open DuckDB: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties settings(EngineOptions options) {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("memory_limit", options.memoryLimitBytes() + "B");
    settings.setProperty("temp_directory", options.scratchFolder().resolve("spill").toString());
    // with one thread rows keep their order anyway, and memory is for what is in work
    settings.setProperty("preserve_insertion_order", "false");
    return settings;
  }

  private void initialize() throws SQLException {
    for (var entry : options.textFunctions().entrySet()) {
      register(entry.getKey(), new TextFunction(entry.getValue()));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL TimeZone = 'UTC'");
      for (String sql : options.initialStatements()) {
        statement.execute(sql);
      }
    }
    try (var function = DuckDBFunctions.tableFunction()) {
      function
          .withName(LinesFunction.NAME)
          .withParameter(DuckDBColumnType.BIGINT)
          .withFunction(lines)
          .register(connection);
    }
    try (var function = DuckDBFunctions.scalarFunction();
        var bool = DuckDBLogicalType.of(DuckDBColumnType.BOOLEAN)) {
      function
          .withName(TallyFunction.NAME)
          .withParameter(DuckDBColumnType.BIGINT)
          .withVarArgs(bool)
          .withReturnType(DuckDBColumnType.BOOLEAN)
          .withVectorizedFunction(tallies)
          // it counts, so that each row must call it once
          .withVolatile()
          .register(connection);
    }
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(AiQueryFunction.NAME)
          .withParameters(
              DuckDBColumnType.BIGINT, DuckDBColumnType.VARCHAR, DuckDBColumnType.VARCHAR)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(aiQuery)
          // else it is called while a query is planned, too, where texts are constant
          .withVolatile()
          .register(connection);
    }
    try (Statement statement = connection.createStatement()) {
      for (String sql : options.sandbox().statements()) {
        statement.execute(sql);
      }
    }
  }

  private void register(String name, TextFunction body) throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction();
        var text = DuckDBLogicalType.of(DuckDBColumnType.VARCHAR)) {
      function
          .withName(name)
          .withVarArgs(text)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(body)
          .register(connection);
    }
  }

  /** A place for one update's relations and files; closing it drops and deletes them. */
  public Workspace newWorkspace() {
    try {
      return new Workspace(
          connection.duplicate(),
          lines,
          tallies,
          aiQuery,
          Files.createTempDirectory(options.scratchFolder(), "update-"));
    } catch (SQLException e) {
      throw new EngineException("Cannot connect to DuckDB: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new EngineException("Cannot close DuckDB: " + e.getMessage(), e);
    }
  }
}
