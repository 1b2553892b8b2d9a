package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks after one table. Everything here is safe beside running writers and readers, and safe to
 * repeat after it was killed; where there is no table it does nothing.
 *
 * <p>The table's properties say how long things are kept:
 *
 * <ul>
 *   <li>{@code delta.deletedFileRetentionDuration}, by default 7 days: data files that were removed
 *       from the table, and uploaded ones that no commit has named
 *   <li>{@code delta.logRetentionDuration}, by default 30 days: versions that can be read again
 *   <li>{@code tweetlake.progressRetention}, by default 14 days: entries of landing files
 * </ul>
 */
public final class DeltaMaintenance {
  private final DeltaTable table;

  private DeltaMaintenance(DeltaTable table) {
    this.table = requireNonNull(table, "table is null");
  }

  public static DeltaMaintenance of(DeltaTable table) {
    return new DeltaMaintenance(table);
  }

  /**
   * Merges small files of the same partition into files of about {@code targetBytes}, one commit
   * each. Files that another writer removes meanwhile are left to the next run.
   *
   * @param scratch a local folder that holds twice {@code targetBytes}
   * @param deadline no merge is begun after it
   * @throws CommitFailedException where the store doesn't let a merge be committed
   */
  public CompactionResult compact(
      long targetBytes, FileMerger merger, Path scratch, Instant deadline) {
    return new Compaction(table, targetBytes, merger, scratch).run(deadline);
  }

  /**
   * Writes a checkpoint of the latest version where it has none.
   *
   * @return its version; empty where there is no table
   */
  public Optional<Long> checkpoint() {
    return table
        .latest()
        .map(
            latest -> {
              table.checkpointer().write(latest.standalone());
              return latest.version();
            });
  }

  /**
   * Prunes entries of landing files that were taken in longer ago than {@code
   * tweetlake.progressRetention}, and all entries of earlier generations.
   *
   * <p>A landing file that is delivered after that is not taken in twice: before its entry goes, an
   * entry {@link Progress#FILES_BEFORE} is committed, and a file that was last modified at or
   * before that time counts as taken in. So it also goes for a file that lay there all the time and
   * was never taken in; give the age of the oldest such file to keep it from being passed over, or
   * build the table anew to take it in.
   *
   * @param oldestPending when the oldest landing file that is still to be taken in was last
   *     modified
   * @return how many entries were pruned
   * @throws CommitConflictException where another maintenance did the same at the same time
   */
  public int pruneProgress(Optional<Instant> oldestPending) {
    return new ProgressPruner(table).prune(oldestPending);
  }

  /**
   * Deletes the objects under the table's root, its log excepted, that are older than {@code
   * delta.deletedFileRetentionDuration} and neither part of the latest version nor removed within
   * that time. An update that needs longer than that from upload to commit is refused by {@link
   * DeltaTable#commit}.
   */
  public VacuumResult vacuum() {
    return new Vacuum(table).run();
  }

  /** What {@link #vacuum} would delete. */
  public VacuumResult vacuumDryRun() {
    return new Vacuum(table).find();
  }

  /**
   * Deletes log files that only versions older than {@code delta.logRetentionDuration} need.
   *
   * @return how many files were deleted
   */
  public int cleanLog() {
    return new LogCleaner(table).clean();
  }
}
