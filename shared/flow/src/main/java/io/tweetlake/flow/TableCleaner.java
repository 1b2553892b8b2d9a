package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.flow.ForgetReport.TableReport;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes tables' files anew without some posts, or without their places. */
final class TableCleaner {
  private static final int MAX_ATTEMPTS = 20;

  private final Updater updater;
  private final Instant deadline;

  TableCleaner(Updater updater, Instant deadline) {
    this.updater = requireNonNull(updater, "updater is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
  }

  /** What became of a table. */
  record Cleaned(TableReport report, boolean isComplete) {}

  private record Rewrite(
      DataFile file, List<DataFile> added, long removed, long scrubbed, long stripped) {
    Rewrite {
      added = List.copyOf(added);
    }
  }

  /**
   * Has updates and refreshes refused that began before now: they may hold what was taken out of
   * the files that they read. A no-op where there is no table, or where it does not hold posts.
   */
  void refuseOlderWork(String table) {
    retrying(table, snapshot -> commit(table, snapshot, List.of(), 0, 0));
  }

  /** Cleans a table; empty where there is none, or where it does not hold posts. */
  Optional<Cleaned> clean(String table, ForgetTargets targets) {
    return retrying(table, snapshot -> clean(table, snapshot, targets));
  }

  /** Works on a table's newest version, anew where another writer was faster. */
  private <T> Optional<T> retrying(String table, Function<Snapshot, T> work) {
    for (int attempt = 1; ; attempt++) {
      Optional<Snapshot> snapshot =
          updater
              .delta(table)
              .snapshot()
              .filter(found -> found.schema().field(ForgottenRows.ID).isPresent());
      try {
        return snapshot.map(work);
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Cleaned clean(String table, Snapshot snapshot, ForgetTargets targets) {
    Set<String> rows = targets.rows();
    List<Rewrite> rewrites = new ArrayList<>();
    boolean complete = true;
    for (DataFile file : snapshot.files()) {
      if (!Instant.now().isBefore(deadline)) {
        complete = false;
        break;
      }
      if (PostStatistics.of(file).mayHold(rows)) {
        rewrite(table, snapshot, file, targets).ifPresent(rewrites::add);
      }
    }
    long removed = rewrites.stream().mapToLong(Rewrite::removed).sum();
    long scrubbed = rewrites.stream().mapToLong(Rewrite::scrubbed).sum();
    long stripped = rewrites.stream().mapToLong(Rewrite::stripped).sum();
    if (!rewrites.isEmpty()) {
      commit(table, snapshot, rewrites, removed, scrubbed + stripped);
    }
    return new Cleaned(
        new TableReport(table, removed, scrubbed, stripped, rewrites.size()), complete);
  }

  private Optional<Rewrite> rewrite(
      String table, Snapshot snapshot, DataFile file, ForgetTargets targets) {
    StructType schema = snapshot.schema();
    EmbeddedPosts embedded = new EmbeddedPosts(schema);
    try (FileRows rows = FileRows.of(updater, table, snapshot, file, targets)) {
      // a join with the targets would hold all columns of a wide table several times
      String remove = ForgottenRows.isOneOf(rows.ids(ForgottenRows.isTarget("remove")));
      String scrub =
          ForgottenRows.isOneOf(
              rows.ids(ForgottenRows.isTarget("scrub") + " AND " + ForgottenRows.hasPlace(schema)));
      Set<String> copied = embedded.isPossible() ? rows.embeddedPosts(embedded) : Set.<String>of();
      long removed = rows.count(remove);
      long scrubbed = rows.count(scrub + " AND NOT " + remove);
      long stripped = rows.count(embedded.hasCopy(copied) + " AND NOT " + remove);
      if (removed + scrubbed + stripped == 0) {
        return Optional.empty();
      }
      String replaced =
          ForgottenRows.clause(
              List.of(
                  scrubbed == 0 ? Map.of() : ForgottenRows.replacements(schema, scrub),
                  stripped == 0 ? Map.of() : embedded.replacements(copied)));
      List<DataFile> added = rows.rewrite(updater.target(updater.delta(table)), remove, replaced);
      return Optional.of(new Rewrite(file, added, removed, scrubbed, stripped));
    }
  }

  private long commit(
      String table, Snapshot base, List<Rewrite> rewrites, long removed, long changed) {
    Map<String, List<DataFile>> replacements = new LinkedHashMap<>();
    rewrites.forEach(rewrite -> replacements.put(rewrite.file().path(), rewrite.added()));
    Map<String, String> metrics = new HashMap<>(Rewrites.metric(replacements));
    metrics.put("numRemovedFiles", Integer.toString(rewrites.size()));
    metrics.put("numDeletedRows", Long.toString(removed));
    metrics.put("numUpdatedRows", Long.toString(changed));
    long times = base.progress(Progress.FORGOTTEN).orElse(0);
    return updater
        .delta(table)
        .commit(
            Transaction.of(base, Rewrites.FORGET)
                .add(rewrites.stream().flatMap(rewrite -> rewrite.added().stream()).toList())
                .remove(rewrites.stream().map(Rewrite::file).toList())
                .progress(List.of(new Progress(Progress.FORGOTTEN, times + 1)))
                .partitionColumns(base.partitionColumns())
                .metrics(metrics)
                .build());
  }
}
