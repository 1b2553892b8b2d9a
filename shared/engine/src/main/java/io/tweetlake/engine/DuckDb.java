package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** A connection whose errors are {@link EngineException}s, or what made them. */
final class DuckDb implements AutoCloseable {

  /** Takes what it needs from a result. */
  @FunctionalInterface
  interface ResultReader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private final Connection connection;
  private final Failures failures;

  DuckDb(Connection connection, Failures failures) {
    this.connection = requireNonNull(connection, "connection is null");
    this.failures = requireNonNull(failures, "failures is null");
  }

  void execute(String sql) {
    failures.clear();
    // a statement that failed cannot be used again
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  <T> T query(String sql, ResultReader<T> reader) {
    return query(sql, Optional.empty(), reader);
  }

  /** Cancels the query after {@code timeout}, in whole seconds. */
  <T> T query(String sql, Optional<Duration> timeout, ResultReader<T> reader) {
    failures.clear();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) timeout.orElse(Duration.ZERO).toSeconds());
      try (ResultSet rows = statement.executeQuery(sql)) {
        return reader.read(rows);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(SQLException e) {
    Optional<RuntimeException> original = failures.take();
    if (original.isPresent()) {
      return original.get();
    }
    return new EngineException(SparkMessages.of(e.getMessage()), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
