package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.exceptions.DeltaStandaloneException;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.SnapshotImpl;
import io.tweetlake.delta.internal.CommitAttempt;
import io.tweetlake.store.ObjectPath;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits transactions through delta-standalone, which settles races between appends. */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENGINE = "Tweetlake";

  /** Each beginning ends by another writer's change of metadata, and those are rare. */
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
    return commit(transaction, new ChangePreparation(root, transaction, clock));
  }

  long replace(Transaction transaction) {
    return commit(transaction, new ReplacePreparation(root, transaction, clock));
  }

  private long commit(Transaction transaction, Preparation preparation) {
    for (int beginning = 1; ; beginning++) {
      try {
        return tryCommit(transaction, preparation);
      } catch (DeltaConcurrentModificationException e) {
        if (beginning < MAX_BEGINNINGS && preparation.mayBeginAnew(e)) {
          LOG.debug("Beginning anew on the latest version of table {}", root, e);
          continue;
        }
        throw new CommitConflictException(
            "Cannot commit to table %s: %s".formatted(root, firstLine(e)), e);
      }
    }
  }

  private long tryCommit(Transaction transaction, Preparation preparation) {
    long readVersion = -1;
    try (CommitAttempt attempt = CommitAttempt.begin(line -> named(line, transaction))) {
      try {
        OptimisticTransaction begun = log.startTransaction();
        readVersion = begun.readVersion();
        List<Action> actions = preparation.prepare(begun, snapshot(readVersion));
        checkAges(transaction, begun);
        Operation operation =
            new Operation(Operation.Name.MANUAL_UPDATE, Map.of(), transaction.metrics());
        return begun.commit(actions, operation, ENGINE).getVersion();
      } catch (CommitConflictException
          | DeltaConcurrentModificationException
          | IllegalArgumentException e) {
        throw e;
      } catch (DeltaStandaloneException e) {
        throw new IllegalArgumentException(
            "Cannot commit to table %s: %s".formatted(root, firstLine(e)), e);
      } catch (Exception e) { // checked ones too: Scala does not declare them
        if (attempt.writtenVersion().isPresent()) {
          LOG.warn("Cannot read the log of {} after a commit. The commit stands.", root, e);
          return attempt.writtenVersion().get();
        }
        throw new CommitFailedException(
            "Cannot commit to table %s after version %d: %s"
                .formatted(root, readVersion, e.getMessage()),
            e);
      }
    }
  }

  private Optional<StandaloneSnapshot> snapshot(long version) {
    if (version < 0) {
      return Optional.empty();
    }
    SnapshotImpl latest = log.snapshot();
    // another thread may have moved the log on since the transaction was begun
    return Optional.of(
        new StandaloneSnapshot(
            latest.version() == version ? latest : log.getSnapshotForVersionAsOf(version)));
  }

  /** Refuses files that are so old that vacuum may have taken them for garbage. */
  private void checkAges(Transaction transaction, OptimisticTransaction begun) {
    Map<String, String> properties =
        begun.readVersion() < 0 ? transaction.properties() : begun.metadata().getConfiguration();
    Duration maxAge = Retention.of(properties).uncommittedFiles();
    for (DataFile added : transaction.added()) {
      Duration age = Duration.between(added.modifiedAt(), clock.instant());
      if (age.compareTo(maxAge) > 0) {
        throw new CommitConflictException(
            ("Cannot add file %s to table %s: it was uploaded %d hours ago, and after %d hours"
                    + " vacuum may have deleted it")
                .formatted(added.path(), root, age.toHours(), maxAge.toHours()));
      }
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
}
