package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.internal.SnapshotImpl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes old progress entries out of a table's log.
 *
 * <p>First a commit writes what stands for them, then a checkpoint of just that version leaves them
 * out. That version has no checkpoint yet, which matters: a second one would not be written.
 */
final class ProgressPruner {
  private static final String OPERATION = "PRUNE PROGRESS";

  private final DeltaTable table;

  ProgressPruner(DeltaTable table) {
    this.table = requireNonNull(table, "table is null");
  }

  int prune(Optional<Instant> oldestPending) {
    Optional<StandaloneSnapshot> latest = table.latest();
    if (latest.isEmpty()) {
      return 0;
    }
    StandaloneSnapshot before = latest.get();
    Retention retention = Retention.of(before.properties());
    Instant now = table.clock().instant();
    Instant promised = now.minus(retention.progress());
    Instant filesBefore =
        oldestPending
            .map(pending -> pending.minusMillis(1))
            .filter(pending -> pending.isBefore(promised))
            .orElse(promised);
    Instant entriesBefore =
        filesBefore.minus(retention.progressEntries().minus(retention.progress()));

    Set<String> prunable = prunable(before, entriesBefore);
    if (prunable.isEmpty()) {
      return 0;
    }
    long version = table.commitWithoutCheckpoint(marker(before, prunable, filesBefore));
    SnapshotImpl committed = table.log().update();
    if (committed.version() != version) {
      committed = table.log().getSnapshotForVersionAsOf(version);
    }
    table.checkpointer().write(new PrunedSnapshot(committed, prunable));
    return prunable.size();
  }

  private static Set<String> prunable(StandaloneSnapshot snapshot, Instant entriesBefore) {
    Set<String> prunable = new HashSet<>();
    for (SetTransaction entry : snapshot.transactions().values()) {
      Optional<String> source = snapshot.names().source(entry.getAppId());
      boolean isOld =
          entry
              .getLastUpdated()
              .map(millis -> millis <= entriesBefore.toEpochMilli())
              .orElse(false);
      // other generations' entries are of no use to anybody
      if (source.isEmpty() || (isOld && source.get().startsWith(Progress.FILE))) {
        prunable.add(entry.getAppId());
      }
    }
    return prunable;
  }

  private static Transaction marker(
      StandaloneSnapshot base, Set<String> prunable, Instant filesBefore) {
    Map<String, Long> markers = new TreeMap<>();
    for (String appId : prunable) {
      base.names()
          .source(appId)
          .map(Progress::filesBefore)
          .ifPresent(
              marker ->
                  markers.put(
                      marker,
                      Math.max(filesBefore.toEpochMilli(), base.progress(marker).orElse(0))));
    }
    List<Progress> progress = new ArrayList<>();
    markers.forEach((source, version) -> progress.add(new Progress(source, version)));
    return Transaction.of(base, OPERATION)
        .withoutNewRows()
        .progress(progress)
        .metrics(Map.of("prunedEntries", Integer.toString(prunable.size())))
        .build();
  }
}
