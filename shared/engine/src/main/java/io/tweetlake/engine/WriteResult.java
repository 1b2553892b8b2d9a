package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.List;

/**
 * What became of a query's rows: {@code rowsIn = rowsWritten + rowsDropped + rowsQuarantined}.
 *
 * @param schema the table's columns after this write
 * @param files none where no row was written
 * @param quarantineSchema the query's columns and {@code _violated_expectations ARRAY<STRING>};
 *     only with a rule of that action
 */
public record WriteResult(
    long rowsIn,
    long rowsWritten,
    long rowsDropped,
    long rowsQuarantined,
    List<RuleCount> rules,
    StructType schema,
    List<ParquetFile> files,
    StructType quarantineSchema,
    List<ParquetFile> quarantineFiles) {
  public WriteResult {
    rules = List.copyOf(rules);
    requireNonNull(schema, "schema is null");
    files = List.copyOf(files);
    requireNonNull(quarantineSchema, "quarantineSchema is null");
    quarantineFiles = List.copyOf(quarantineFiles);
  }
}
