package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.tweetlake.store.ObjectPath;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transaction that puts new content in the place of all there is, and begins a new generation of
 * progress. What other writers added since it was begun goes too: its sources still have it, and
 * the new progress lacks it. Refused where rows were forgotten since, which the content may hold.
 */
final class ReplacePreparation implements Preparation {
  private final ObjectPath root;
  private final Transaction transaction;
  private final Clock clock;

  ReplacePreparation(ObjectPath root, Transaction transaction, Clock clock) {
    this.root = requireNonNull(root, "root is null");
    this.transaction = requireNonNull(transaction, "transaction is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public boolean mayBeginAnew(DeltaConcurrentModificationException conflict) {
    return true;
  }

  @Override
  public List<Action> prepare(OptimisticTransaction begun, Optional<StandaloneSnapshot> latest) {
    Snapshot base =
        transaction
            .base()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot replace table %s without a base".formatted(root)));
    StandaloneSnapshot present =
        latest
            .filter(snapshot -> snapshot.generation() == base.generation())
            .orElseThrow(
                () ->
                    new CommitConflictException(
                        "Cannot replace table %s: it was deleted or built anew after version %d"
                            .formatted(root, base.version())));
    if (!base.progress(Progress.FORGOTTEN).equals(present.progress(Progress.FORGOTTEN))) {
      throw new CommitConflictException(
          "Cannot replace table %s: rows were forgotten after version %d, which what was built may hold"
              .formatted(root, base.version()));
    }
    Generation next = present.names().next();
    Metadata metadata = metadata(present, next);
    begun.readWholeTable();
    begun.updateMetadata(metadata);

    Instant now = clock.instant();
    List<Action> actions = new ArrayList<>();
    for (Progress progress : transaction.progress()) {
      actions.add(
          new SetTransaction(
              next.appId(progress.source()), progress.version(), Optional.of(now.toEpochMilli())));
    }
    for (AddFile file : present.addFiles().values()) {
      actions.add(Actions.remove(file, now, true));
    }
    for (DataFile added : transaction.added()) {
      actions.add(Actions.add(added, metadata.getPartitionColumns(), true));
    }
    return actions;
  }

  private Metadata metadata(StandaloneSnapshot present, Generation next) {
    Map<String, String> properties = new HashMap<>(present.metadata().getConfiguration());
    properties.putAll(transaction.properties());
    properties.put(Generation.PROPERTY, Long.toString(next.number()));
    Metadata.Builder metadata =
        present
            .metadata()
            .copyBuilder()
            .configuration(properties)
            .partitionColumns(transaction.partitionColumns());
    transaction.schema().ifPresent(schema -> metadata.schema(Schemas.toDelta(schema)));
    transaction.description().ifPresent(metadata::description);
    return metadata.build();
  }
}
