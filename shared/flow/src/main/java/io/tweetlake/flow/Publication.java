package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;
import io.tweetlake.types.StructType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the result of a flow's work one version of its table. */
final class Publication {
  static final String STREAMING_UPDATE = "STREAMING UPDATE";
  static final String REFRESH = "REFRESH";

  private final Table table;
  private final Flow flow;
  private final TargetTable target;
  private final Optional<Quarantine> quarantine;
  private final SourceColumns sourceColumns;

  Publication(
      Table table,
      Flow flow,
      TargetTable target,
      Optional<Quarantine> quarantine,
      SourceColumns sourceColumns) {
    this.table = requireNonNull(table, "table is null");
    this.flow = requireNonNull(flow, "flow is null");
    this.target = requireNonNull(target, "target is null");
    this.quarantine = requireNonNull(quarantine, "quarantine is null");
    this.sourceColumns = requireNonNull(sourceColumns, "sourceColumns is null");
  }

  /** What an attempt has seen and done before it can be committed. */
  record Work(Optional<Snapshot> base, Batch batch, Instant startedAt, int conflicts) {
    Work {
      requireNonNull(base, "base is null");
      requireNonNull(batch, "batch is null");
      requireNonNull(startedAt, "startedAt is null");
    }
  }

  /** What the query gave, and the columns that its files were found to have. */
  record Outcome(FlowResult result, Map<FileSource, StructType> foundColumns) {
    Outcome {
      requireNonNull(result, "result is null");
      foundColumns = Map.copyOf(foundColumns);
    }
  }

  /** Commits the rows of a query together with the progress. */
  UpdateMetrics commit(Work work, Outcome outcome, boolean replaceTable) {
    FlowResult given = outcome.result();
    WriteResult result = given.rows();
    List<DataFile> added = target.upload(result.files());
    Map<String, String> quarantined =
        quarantine.map(aside -> aside.upload(result, replaceTable)).orElse(Map.of());
    UpdateMetrics metrics =
        new UpdateMetrics(
            table.name(),
            flow.name(),
            nextVersion(work),
            work.startedAt(),
            Duration.between(work.startedAt(), Instant.now()),
            work.batch().fileCount(),
            work.batch().sizeBytes(),
            result.rowsIn(),
            result.rowsWritten(),
            result.rowsDropped(),
            result.rowsQuarantined(),
            work.conflicts(),
            work.batch().newestAt(),
            given.expectations());
    Map<String, String> texts = new HashMap<>(CommitMetrics.write(metrics));
    texts.putAll(quarantined);
    List<DataFile> removed =
        replaceTable ? work.base().map(Snapshot::files).orElse(List.of()) : List.of();
    Optional<StructType> schema =
        Optional.of(result.schema())
            .filter(
                columns ->
                    work.base()
                        .map(base -> !base.schema().ddl().equals(columns.ddl()))
                        .orElse(true));
    long version =
        target
            .delta()
            .commit(
                Transaction.of(work.base(), operation())
                    .add(added)
                    .remove(removed)
                    .progress(work.batch().progress())
                    .schema(schema)
                    .partitionColumns(table.partitionColumns())
                    .properties(propertiesToSet(work, outcome.foundColumns(), result.schema()))
                    .description(table.comment())
                    .metrics(texts)
                    .build());
    return metrics.committed(version, Duration.between(work.startedAt(), Instant.now()));
  }

  /** Commits progress alone, for sources whose new versions hold no rows. */
  UpdateMetrics commitProgress(Work work) {
    UpdateMetrics metrics =
        new UpdateMetrics(
            table.name(),
            flow.name(),
            nextVersion(work),
            work.startedAt(),
            Duration.between(work.startedAt(), Instant.now()),
            0,
            0,
            0,
            0,
            0,
            0,
            work.conflicts(),
            Optional.empty(),
            List.of());
    long version =
        target
            .delta()
            .commit(
                Transaction.of(work.base(), operation())
                    .progress(work.batch().progress())
                    .partitionColumns(table.partitionColumns())
                    .metrics(CommitMetrics.write(metrics))
                    .build());
    return metrics.committed(version, Duration.between(work.startedAt(), Instant.now()));
  }

  private String operation() {
    return switch (table.kind()) {
      case STREAMING_TABLE -> STREAMING_UPDATE;
      case MATERIALIZED_VIEW, APPLIED_CHANGES, TEMPORARY_VIEW -> REFRESH;
    };
  }

  private Map<String, String> propertiesToSet(
      Work work, Map<FileSource, StructType> foundColumns, StructType schema) {
    Map<String, String> present = work.base().map(Snapshot::properties).orElse(Map.of());
    Map<String, String> toSet = new HashMap<>(table.properties());
    toSet.entrySet().removeIf(entry -> entry.getValue().equals(present.get(entry.getKey())));
    foundColumns.forEach(
        (source, columns) -> toSet.putAll(sourceColumns.toKeep(source, columns, schema, present)));
    return toSet;
  }

  private static long nextVersion(Work work) {
    return work.base().map(base -> base.version() + 1).orElse(0L);
  }
}
