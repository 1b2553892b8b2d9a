package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.exceptions.DeltaStandaloneException;
import io.delta.standalone.exceptions.MetadataChangedException;
import io.delta.standalone.exceptions.ProtocolChangedException;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.SnapshotImpl;
import io.tweetlake.delta.internal.CommitAttempt;
import io.tweetlake.store.ObjectPath;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits one transaction. delta-standalone settles races between appends; what it gives up on
 * although both writers could stand side by side (two that create the table, a column added
 * meanwhile) is begun again here on the newest version, after checking against the transaction's
 * base what delta-standalone no longer can: progress, generation, removed files, schema.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENGINE = "Tweetlake";
  private static final int MAX_BEGINNINGS = 50;

  private final ObjectPath root;
  private final DeltaLogImpl log;
  private final Clock clock;

  Committer(ObjectPath root, DeltaLogImpl log, Clock clock) {
    this.root = requireNonNull(root, "root is null");
    this.log = requireNonNull(log, "log is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  long commit(Transaction transaction) {
    for (int beginning = 1; ; beginning++) {
      OptimisticTransaction begun = log.startTransaction();
      SnapshotImpl latest = log.snapshot();
      if (latest.version() != begun.readVersion()) {
        continue; // another thread has moved the log on in between
      }
      List<Action> actions = prepare(transaction, begun, latest);
      try (CommitAttempt attempt = CommitAttempt.begin(line -> named(line, transaction))) {
        return commit(transaction, begun, actions, attempt);
      } catch (MetadataChangedException | ProtocolChangedException e) {
        if (beginning == MAX_BEGINNINGS) {
          throw new CommitConflictException(
              "Cannot commit to table %s: its metadata changed %d times meanwhile"
                  .formatted(root, beginning),
              e);
        }
        LOG.debug("Table {} has new metadata, beginning anew", root, e);
      }
    }
  }

  private long commit(
      Transaction transaction,
      OptimisticTransaction begun,
      List<Action> actions,
      CommitAttempt attempt) {
    Operation operation =
        new Operation(Operation.Name.MANUAL_UPDATE, Map.of(), transaction.metrics());
    try {
      return begun.commit(actions, operation, ENGINE).getVersion();
    } catch (MetadataChangedException | ProtocolChangedException e) {
      throw e;
    } catch (DeltaConcurrentModificationException e) {
      throw new CommitConflictException(
          "Cannot commit to table %s: %s".formatted(root, firstLine(e)), e);
    } catch (DeltaStandaloneException e) {
      throw new IllegalArgumentException(
          "Cannot commit to table %s: %s".formatted(root, firstLine(e)), e);
    } catch (Exception e) { // checked ones too: Scala does not declare them
      if (attempt.writtenVersion().isPresent()) {
        LOG.warn("Cannot read the log of {} again after a commit. The commit stands.", root, e);
        return attempt.writtenVersion().get();
      }
      throw new CommitFailedException(
          "Cannot commit to table %s after version %d: %s"
              .formatted(root, begun.readVersion(), e.getMessage()),
          e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Puts the operation's name into the line of commitInfo: delta-standalone knows a fixed set. */
  private static String named(String line, Transaction transaction) {
    try {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      ((ObjectNode) action.get("commitInfo")).put("operation", transaction.operation());
      return JSON.writeValueAsString(action);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Action> prepare(
      Transaction transaction, OptimisticTransaction begun, SnapshotImpl latest) {
    Optional<StandaloneSnapshot> present =
        latest.version() < 0 ? Optional.empty() : Optional.of(new StandaloneSnapshot(latest));
    checkBase(transaction, present);
    Generation generation = present.map(StandaloneSnapshot::generation).orElse(new Generation(0));
    Metadata metadata =
        present.map(table -> changed(transaction, table)).orElseGet(() -> created(transaction));
    if (present.isEmpty() || !metadata.equals(present.get().metadata())) {
      begun.updateMetadata(metadata);
    }

    Instant now = clock.instant();
    List<Action> actions = new ArrayList<>();
    for (Progress progress : transaction.progress()) {
      String appId = generation.appId(progress.source());
      begun.txnVersion(appId); // only then does delta-standalone look for conflicts in it
      actions.add(new SetTransaction(appId, progress.version(), Optional.of(now.toEpochMilli())));
    }
    if (!transaction.removed().isEmpty()) {
      Map<String, AddFile> files = present.map(StandaloneSnapshot::addFiles).orElse(Map.of());
      for (DataFile removed : transaction.removed()) {
        AddFile file = files.get(removed.path());
        if (file == null) {
          throw new CommitConflictException(
              "Cannot remove file %s from table %s: it is not there (any more) at version %d"
                  .formatted(removed.path(), root, latest.version()));
        }
        actions.add(Actions.remove(file, now, transaction.dataChange()));
      }
    }
    for (DataFile added : transaction.added()) {
      actions.add(Actions.add(added, metadata.getPartitionColumns(), transaction.dataChange()));
    }
    return actions;
  }

  private void checkBase(Transaction transaction, Optional<StandaloneSnapshot> present) {
    Optional<Snapshot> base = transaction.base();
    if (present.isEmpty()) {
      if (base.isPresent()) {
        throw new CommitConflictException(
            "Cannot commit to table %s: it was deleted after version %d"
                .formatted(root, base.get().version()));
      }
      return;
    }
    StandaloneSnapshot latest = present.get();
    if (base.isPresent() && base.get().version() == latest.version()) {
      return;
    }
    Generation before =
        base.map(snapshot -> Generation.of(snapshot.properties())).orElse(latest.generation());
    if (!before.equals(latest.generation())) {
      throw new CommitConflictException(
          "Cannot commit to table %s: it was built anew meanwhile".formatted(root));
    }
    for (Progress progress : transaction.progress()) {
      OptionalLong then =
          base.map(snapshot -> snapshot.progress(progress.source())).orElse(OptionalLong.empty());
      OptionalLong now = latest.progress(progress.source());
      if (!then.equals(now)) {
        throw new CommitConflictException(
            "Cannot commit to table %s: another writer has taken in '%s' meanwhile"
                .formatted(root, progress.source()));
      }
    }
  }

  private Metadata created(Transaction transaction) {
    return Metadata.builder()
        .schema(
            Schemas.toDelta(
                transaction
                    .schema()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "Cannot create table %s without a schema".formatted(root)))))
        .partitionColumns(transaction.partitionColumns())
        .configuration(transaction.properties())
        .description(transaction.description().orElse(null))
        .createdTime(clock.millis())
        .build();
  }

  private Metadata changed(Transaction transaction, StandaloneSnapshot table) {
    Map<String, String> properties = new HashMap<>(table.metadata().getConfiguration());
    properties.putAll(transaction.properties());
    if (transaction.base().isEmpty()
        && !transaction.partitionColumns().equals(table.partitionColumns())) {
      throw new CommitConflictException(
          "Cannot commit to table %s: another writer has created it with the partition columns %s"
              .formatted(root, table.partitionColumns()));
    }
    Metadata.Builder metadata = table.metadata().copyBuilder().configuration(properties);
    if (transaction.schema().isPresent()) {
      try {
        metadata.schema(Schemas.merge(table.metadata().getSchema(), transaction.schema().get()));
      } catch (IllegalArgumentException e) {
        String message = "Cannot commit to table %s: %s".formatted(root, e.getMessage());
        if (transaction.base().map(base -> base.version() == table.version()).orElse(false)) {
          throw new IllegalArgumentException(message, e);
        }
        throw new CommitConflictException(message, e);
      }
    }
    return metadata.build();
  }
}
