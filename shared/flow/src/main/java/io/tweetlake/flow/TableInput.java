package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Workspace;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Data files of a table.
 *
 * @param idle see {@link #isIdle}
 * @param past what the query reads beside them
 */
record TableInput(
    String relation,
    DeltaTable table,
    List<DataFile> dataFiles,
    StructType schema,
    List<String> partitionColumns,
    List<Progress> progress,
    boolean idle,
    Optional<Instant> newestAt,
    PastInput past)
    implements Input {
  TableInput {
    requireNonNull(relation, "relation is null");
    requireNonNull(table, "table is null");
    dataFiles = List.copyOf(dataFiles);
    requireNonNull(schema, "schema is null");
    partitionColumns = List.copyOf(partitionColumns);
    progress = List.copyOf(progress);
    requireNonNull(newestAt, "newestAt is null");
    requireNonNull(past, "past is null");
  }

  /**
   * Makes the rows readable under the source's relation.
   *
   * @param columns what is going to be read; others may be missing
   */
  void bind(Workspace workspace, LocalFiles files, ColumnSelection columns) {
    StructType selected = columns.of(schema);
    boolean isWhole = selected.fields().isEmpty() || selected.equals(schema);
    StructType read = isWhole ? schema : selected;
    past.relations(relation, dataFiles)
        .forEach(
            (name, rows) ->
                workspace.bindParquet(
                    name,
                    files.fetch(table, rows, isWhole ? ColumnSelection.all() : columns),
                    rows.stream().map(DataFile::partitionValues).toList(),
                    read,
                    partitionColumns));
  }

  /** The same where nothing comes of the past rows. */
  TableInput withoutPast() {
    return new TableInput(
        relation,
        table,
        dataFiles,
        schema,
        partitionColumns,
        progress,
        idle,
        newestAt,
        PastInput.none(past.rows()));
  }

  @Override
  public boolean isIdle() {
    return idle;
  }

  @Override
  public long fileCount() {
    return dataFiles.size();
  }

  @Override
  public long sizeBytes() {
    return dataFiles.stream().mapToLong(DataFile::sizeBytes).sum();
  }
}
