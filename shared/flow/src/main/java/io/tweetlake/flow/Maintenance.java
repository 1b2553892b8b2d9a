package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.CompactionResult;
import io.tweetlake.delta.DeltaMaintenance;
import io.tweetlake.delta.FileMerger;
import io.tweetlake.delta.VacuumResult;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.Table;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a pipeline's tables small and quick. Safe beside updates and readers, and to repeat. */
public final class Maintenance {
  /** Large enough for few requests, small enough for a function's disk. */
  public static final long DEFAULT_TARGET_BYTES = 128L << 20;

  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  private final Updater updater;
  private final long targetBytes;

  public Maintenance(Updater updater, long targetBytes) {
    this.updater = requireNonNull(updater, "updater is null");
    this.targetBytes = targetBytes;
  }

  /**
   * What was done to a table.
   *
   * @param prunedEntries of landing files that were taken in long ago
   */
  public record Report(
      String table,
      CompactionResult compaction,
      int prunedEntries,
      VacuumResult vacuum,
      int deletedLogFiles) {
    public Report {
      requireNonNull(table, "table is null");
      requireNonNull(compaction, "compaction is null");
      requireNonNull(vacuum, "vacuum is null");
    }
  }

  /** The tables to look after: those of the pipeline, and their quarantines. */
  public List<String> tables() {
    List<String> tables = new ArrayList<>();
    for (Table table : updater.pipeline().tables()) {
      tables.add(table.name());
      if (table.quarantines()) {
        tables.add(table.quarantineName());
      }
    }
    return tables;
  }

  /**
   * Merges small files, forgets old progress, writes a checkpoint, deletes what nobody needs.
   *
   * @param table one of {@link #tables}
   * @param deadline no merge is begun after it
   */
  public Report run(String table, Instant deadline) {
    DeltaMaintenance delta = maintenance(table);
    // what the log names and the quarantine lacks must not go
    updater.catchUpQuarantine(table);
    CompactionResult compaction;
    try (Workspace workspace = updater.engine().newWorkspace()) {
      compaction = delta.compact(targetBytes, merger(), workspace.newFolder(), deadline);
    }
    int pruned = prune(table, delta);
    delta.checkpoint();
    return new Report(table, compaction, pruned, delta.vacuum(), delta.cleanLog());
  }

  /** The objects that {@link #run} would delete for good. */
  public VacuumResult vacuumDryRun(String table) {
    return maintenance(table).vacuumDryRun();
  }

  private DeltaMaintenance maintenance(String table) {
    if (tables().stream().noneMatch(table::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "Cannot maintain %s: there are only the tables %s"
              .formatted(table, String.join(", ", tables())));
    }
    return DeltaMaintenance.of(updater.delta(table));
  }

  private int prune(String table, DeltaMaintenance delta) {
    try {
      return delta.pruneProgress(
          updater.pipeline().table(table).flatMap(updater::oldestPendingFile));
    } catch (CommitConflictException e) {
      log.info("Another maintenance prunes the progress of {} already", table, e);
      return 0;
    }
  }

  private FileMerger merger() {
    return this::merge;
  }

  private String merge(
      List<Path> sources,
      StructType schema,
      List<String> partitionColumns,
      Map<String, String> partitionValues,
      Path target) {
    List<Field> stored =
        schema.fields().stream()
            .filter(field -> partitionColumns.stream().noneMatch(field.name()::equalsIgnoreCase))
            .toList();
    try (Workspace workspace = updater.engine().newWorkspace()) {
      ParquetFile merged =
          workspace
              .merge(sources, new StructType(stored), workspace.newFolder())
              .orElseThrow(() -> new IllegalStateException("The files to merge hold no rows"));
      Files.move(merged.localPath(), target);
      return merged.statsJson();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot move a merged file to " + target, e);
    }
  }
}
