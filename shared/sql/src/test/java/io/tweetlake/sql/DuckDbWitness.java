package io.tweetlake.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A DuckDB with the macros, to run what was translated. */
final class DuckDbWitness implements AutoCloseable {
  private final Connection connection;

  private DuckDbWitness(Connection connection) {
    this.connection = connection;
  }

  static DuckDbWitness open() throws SQLException {
    DuckDbWitness witness = new DuckDbWitness(DriverManager.getConnection("jdbc:duckdb:"));
    witness.execute("SET TimeZone = 'UTC'");
    for (String statement : DuckDbMacros.statements()) {
      witness.execute(statement);
    }
    return witness;
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

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
