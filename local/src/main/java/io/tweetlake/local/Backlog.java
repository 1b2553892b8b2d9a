package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.PendingFiles;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.Status;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which tables have not taken in everything that is there for them. */
public final class Backlog {
  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final ObjectStore store;

  public Backlog(Pipeline pipeline, LakeLayout layout, ObjectStore store) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
  }

  /**
   * The tables that are behind, each after those that it reads.
   *
   * @param report tells of versions; landing files are looked up now
   */
  public List<String> behind(LakeReport report) {
    Set<String> waitingForFiles =
        pipeline.tables().stream()
            .filter(this::lacksFiles)
            .map(Table::name)
            .collect(Collectors.toSet());
    return report.tables().stream()
        .filter(
            table ->
                table.status() == Status.RUNNING
                    || table.status() == Status.FAILED
                    || waitingForFiles.contains(table.name()))
        .map(TableNode::name)
        .toList();
  }

  /** Whether there are landing files that a table has yet to take in. */
  boolean lacksFiles(Table table) {
    Optional<Snapshot> state = DeltaTable.at(store, layout.table(table.name())).snapshot();
    return PendingFiles.oldest(table, state, layout, store).isPresent();
  }
}
