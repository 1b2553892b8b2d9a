package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A query to run and where its rows go.
 *
 * @param sql DuckDB SQL over relations that the workspace knows
 * @param tableSchema the table's present columns, whose order and types are kept; new ones are
 *     appended. Empty where the query decides alone
 * @param quarantineColumns the present columns of the table that quarantined rows go to, kept alike
 * @param outputFolder an existing, empty folder
 * @param trace the same query with one more column, for the message about a row that fails the
 *     update
 */
public record WriteRequest(
    String sql,
    List<Rule> rules,
    Optional<StructType> tableSchema,
    List<String> partitionColumns,
    StructType quarantineColumns,
    Path outputFolder,
    Optional<Trace> trace) {

  /**
   * @param column that holds, as JSON, what a row was made of
   */
  public record Trace(String sql, String column) {
    public Trace {
      requireNonNull(sql, "sql is null");
      requireNonNull(column, "column is null");
    }
  }

  /** Without a quarantine and a trace. */
  public WriteRequest(
      String sql,
      List<Rule> rules,
      Optional<StructType> tableSchema,
      List<String> partitionColumns,
      Path outputFolder) {
    this(
        sql,
        rules,
        tableSchema,
        partitionColumns,
        new StructType(List.of()),
        outputFolder,
        Optional.empty());
  }

  public WriteRequest {
    requireNonNull(sql, "sql is null");
    rules = List.copyOf(rules);
    requireNonNull(tableSchema, "tableSchema is null");
    partitionColumns = List.copyOf(partitionColumns);
    requireNonNull(quarantineColumns, "quarantineColumns is null");
    requireNonNull(outputFolder, "outputFolder is null");
    requireNonNull(trace, "trace is null");
  }
}
