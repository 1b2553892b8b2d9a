package io.tweetlake.engine;

import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The relations and scratch files of one update. For one thread at a time. */
public final class Workspace implements AutoCloseable {
  Workspace() {}

  /** A fresh folder that is deleted with the workspace. */
  public Path newFolder() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes files readable as a relation. Their schema is inferred over all of them and joined with
   * {@code tableSchema}; what does not fit goes to {@code _rescued_data}. No line is lost.
   *
   * @param format json, csv or parquet
   * @param options by the names of {@code read_files}
   * @param tableSchema the columns that the target table has already; they keep order and type
   * @return the relation's columns
   * @throws UnreadableFileException where one file cannot be read; the relation is then not made
   * @throws IllegalArgumentException where an option is unknown or its value is not allowed
   */
  public StructType bindFiles(
      String relation,
      List<InputFile> files,
      String format,
      Map<String, String> options,
      StructType tableSchema) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes Parquet files of a Delta table readable as a relation. A file may lack columns of {@code
   * schema}, nested ones too: they are NULL in its rows.
   *
   * @param partitionValues by file, parallel to {@code files}
   */
  public void bindParquet(
      String relation,
      List<Path> files,
      List<Map<String, String>> partitionValues,
      StructType schema,
      List<String> partitionColumns) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs a query, counts its rules over every row, and writes the rows that may stay as Parquet.
   *
   * @throws RuleViolationException where a rule that fails the update is broken; nothing is left in
   *     the output folder
   * @throws EngineException where DuckDB refuses the query; the message is DuckDB's
   */
  public WriteResult write(WriteRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
