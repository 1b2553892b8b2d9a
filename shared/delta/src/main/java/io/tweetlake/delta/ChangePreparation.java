package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.exceptions.MetadataChangedException;
import io.delta.standalone.exceptions.ProtocolChangedException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.types.StructType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A transaction that stands beside others. What delta-standalone gives up on although both writers
 * could go on (two that create the table, a column added meanwhile) begins anew on the newest
 * version. So what happened between the transaction's base and that version is checked here:
 * progress, generation, removed files, schema.
 */
final class ChangePreparation implements Preparation {
  private final ObjectPath root;
  private final Transaction transaction;
  private final Clock clock;

  ChangePreparation(ObjectPath root, Transaction transaction, Clock clock) {
    this.root = requireNonNull(root, "root is null");
    this.transaction = requireNonNull(transaction, "transaction is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public boolean mayBeginAnew(DeltaConcurrentModificationException conflict) {
    return conflict instanceof MetadataChangedException
        || conflict instanceof ProtocolChangedException;
  }

  @Override
  public List<Action> prepare(OptimisticTransaction begun, Optional<StandaloneSnapshot> latest) {
    checkBase(latest);
    Metadata metadata = latest.map(this::changedMetadata).orElseGet(this::newMetadata);
    if (latest.isEmpty() || !metadata.equals(latest.get().metadata())) {
      begun.updateMetadata(metadata);
    }
    Instant now = clock.instant();
    List<Action> actions = new ArrayList<>();
    Generation generation = latest.map(StandaloneSnapshot::names).orElse(Generation.FIRST);
    for (Progress progress : transaction.progress()) {
      String appId = generation.appId(progress.source());
      begun.txnVersion(appId); // only then does delta-standalone look for conflicts in it
      actions.add(new SetTransaction(appId, progress.version(), Optional.of(now.toEpochMilli())));
    }
    if (transaction.base().isPresent()) {
      begun.txnVersion(generation.appId(Progress.FORGOTTEN));
    }
    actions.addAll(removals(latest, now));
    for (DataFile added : transaction.added()) {
      actions.add(Actions.add(added, metadata.getPartitionColumns(), transaction.dataChange()));
    }
    return actions;
  }

  private List<Action> removals(Optional<StandaloneSnapshot> latest, Instant now) {
    if (transaction.removed().isEmpty()) {
      return List.of();
    }
    List<Action> removals = new ArrayList<>();
    Map<String, AddFile> files = latest.map(StandaloneSnapshot::addFiles).orElse(Map.of());
    for (DataFile removed : transaction.removed()) {
      AddFile file = files.get(removed.path());
      if (file == null) {
        throw new CommitConflictException(
            "Cannot remove file %s from table %s: another writer has removed it"
                .formatted(removed.path(), root));
      }
      removals.add(Actions.remove(file, now, transaction.dataChange()));
    }
    return removals;
  }

  private void checkBase(Optional<StandaloneSnapshot> latest) {
    Optional<Snapshot> base = transaction.base();
    if (latest.isEmpty()) {
      if (base.isPresent()) {
        throw new CommitConflictException(
            "Cannot commit to table %s: it was deleted after version %d"
                .formatted(root, base.get().version()));
      }
      return;
    }
    StandaloneSnapshot present = latest.get();
    if (base.isPresent() && base.get().version() == present.version()) {
      return;
    }
    if (base.map(Snapshot::generation).orElse(0L) != present.generation()) {
      throw new CommitConflictException(
          "Cannot commit to table %s: it was built anew meanwhile".formatted(root));
    }
    for (Progress progress : transaction.progress()) {
      String source = progress.source();
      // another writer's entry may have come and been pruned since
      boolean pruned =
          source.startsWith(Progress.FILE)
              && !isAsItWas(Progress.filesBefore(source), base, present);
      if (pruned || !isAsItWas(source, base, present)) {
        throw new CommitConflictException(
            "Cannot commit to table %s: another writer has taken in '%s' meanwhile%s"
                .formatted(root, source, pruned ? ", or entries of that kind were pruned" : ""));
      }
    }
    if (base.isPresent() && !isAsItWas(Progress.FORGOTTEN, base, present)) {
      throw new CommitConflictException(
          "Cannot commit to table %s: rows were forgotten meanwhile".formatted(root));
    }
  }

  private static boolean isAsItWas(String source, Optional<Snapshot> base, Snapshot present) {
    OptionalLong then =
        base.map(snapshot -> snapshot.progress(source)).orElse(OptionalLong.empty());
    return then.equals(present.progress(source));
  }

  private Metadata newMetadata() {
    return Metadata.builder()
        .schema(Schemas.toDelta(schema()))
        .partitionColumns(transaction.partitionColumns())
        .configuration(transaction.properties())
        .description(transaction.description().orElse(null))
        .createdTime(clock.millis())
        .build();
  }

  private StructType schema() {
    return transaction
        .schema()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot create table %s without a schema".formatted(root)));
  }

  private Metadata changedMetadata(StandaloneSnapshot table) {
    if (transaction.base().isEmpty()
        && !transaction.partitionColumns().equals(table.partitionColumns())) {
      throw new CommitConflictException(
          "Cannot create table %s partitioned by %s: another writer has created it, by %s"
              .formatted(root, transaction.partitionColumns(), table.partitionColumns()));
    }
    Map<String, String> properties = new HashMap<>(table.metadata().getConfiguration());
    properties.putAll(transaction.properties());
    Metadata.Builder metadata = table.metadata().copyBuilder().configuration(properties);
    try {
      transaction
          .schema()
          .ifPresent(
              schema -> metadata.schema(Schemas.merge(table.metadata().getSchema(), schema)));
    } catch (IllegalArgumentException e) {
      String message = "Cannot commit to table %s: %s".formatted(root, e.getMessage());
      if (transaction.base().map(base -> base.version() == table.version()).orElse(false)) {
        throw new IllegalArgumentException(message, e);
      }
      throw new CommitConflictException(message, e);
    }
    return metadata.build();
  }
}
