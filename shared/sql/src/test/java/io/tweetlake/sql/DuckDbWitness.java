package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;

/** A DuckDB with the macros, to run what was translated. */
final class DuckDbWitness implements AutoCloseable {
  private final Connection connection;

  private DuckDbWitness(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens one in memory.
   *
   * @param statements to begin with, such as CREATE TABLE
   */
  static DuckDbWitness open(String... statements) {
    try {
      DuckDbWitness witness = new DuckDbWitness(DriverManager.getConnection("jdbc:duckdb:"));
      witness.execute("SET TimeZone = 'UTC'");
      for (var function : DuckDbFunctions.all().entrySet()) {
        witness.register(function.getKey(), function.getValue());
      }
      for (String statement : DuckDbMacros.statements()) {
        witness.execute(statement);
      }
      for (String statement : statements) {
        witness.execute(statement);
      }
      return witness;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot open DuckDB", e);
    }
  }

  private void register(String name, Function<List<String>, Optional<String>> body)
      throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction();
        var text = DuckDBLogicalType.of(DuckDBColumnType.VARCHAR)) {
      function
          .withName(name)
          .withVarArgs(text)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withNullInNullOut()
          .withVarArgsFunction(
              texts ->
                  // what is not constant comes with NULLs all the same
                  Arrays.asList(texts).contains(null)
                      ? null
                      : body.apply(Arrays.stream(texts).map(String.class::cast).toList())
                          .orElse(null))
          .register(connection);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row as text. */
  String text(String sql) throws SQLException {
    return rows("SELECT CAST(x AS VARCHAR) FROM (" + sql + ")").get(0);
  }

  /** Each row as text, its values parted by {@code |}. */
  List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = result.getString(i);
          values.add(value == null ? "NULL" : value);
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }

  /**
   * Runs a query and compares its rows, in any order.
   *
   * @param expected rows parted by {@code ;}, as {@link #rows} gives them; empty for none
   */
  void assertRows(String sql, String expected) throws SQLException {
    assertThat(rows(sql))
        .as(sql)
        .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" ; ", -1));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
