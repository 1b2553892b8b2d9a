package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.exceptions.DeltaStandaloneException;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.SnapshotImpl;
import io.tweetlake.delta.internal.LogFiles;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A Delta table: the files under one path of a store. The table need not exist yet. Safe for use by
 * several threads; any number of processes may write to one table.
 *
 * <p>An instance keeps what it has read of the log, so one that is kept from update to update opens
 * the table faster than a new one.
 *
 * <p>Reading throws {@link io.tweetlake.store.ObjectStoreException} where the store can't be
 * reached.
 */
public final class DeltaTable {
  private final ObjectStore store;
  private final ObjectPath root;
  private final LogFiles files;
  private final CommitLog commits;
  private final Clock clock = Clock.systemUTC();
  private Optional<DeltaLogImpl> openLog = Optional.empty();

  private DeltaTable(ObjectStore store, ObjectPath root) {
    this.store = requireNonNull(store, "store is null");
    this.root = requireNonNull(root, "root is null");
    this.files = LogFiles.of(store);
    this.commits = new CommitLog(files, root);
  }

  /**
   * The table at a path.
   *
   * @throws IllegalArgumentException where no table can lie at that path: in a bucket's root, or
   *     under a key with an empty, {@code .} or {@code ..} part
   */
  public static DeltaTable at(ObjectStore store, ObjectPath root) {
    for (String part : root.key().split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("No table can lie at " + root);
      }
    }
    return new DeltaTable(store, root);
  }

  public ObjectPath root() {
    return root;
  }

  ObjectStore store() {
    return store;
  }

  /** Where a file of the table lies in the store. */
  public ObjectPath location(DataFile file) {
    return file.path().startsWith("s3://")
        ? ObjectPath.parse(file.path())
        : root.resolve(file.path());
  }

  /** The latest version; empty where there is no table. */
  public Optional<Snapshot> snapshot() {
    return latest().map(snapshot -> snapshot);
  }

  private Optional<StandaloneSnapshot> latest() {
    SnapshotImpl snapshot = log().update();
    return snapshot.version() < 0
        ? Optional.empty()
        : Optional.of(new StandaloneSnapshot(snapshot));
  }

  /**
   * The table as it was.
   *
   * @throws IllegalArgumentException where the log no longer (or not yet) has that version; the
   *     message names those that it has
   */
  public Snapshot snapshotAt(long version) {
    try {
      return new StandaloneSnapshot(log().getSnapshotForVersionAsOf(version));
    } catch (DeltaStandaloneException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read table %s at version %d: %s".formatted(root, version, e.getMessage()), e);
    }
  }

  /**
   * The last version committed at or before {@code time} by the store's clock, which on S3 counts
   * whole seconds; errors as for the other overload.
   */
  public Snapshot snapshotAt(Instant time) {
    return snapshotAt(commits.versionAt(time));
  }

  /**
   * The versions from {@code fromVersion} on, oldest first.
   *
   * @throws IllegalArgumentException where the log no longer has {@code fromVersion}
   */
  public Iterator<Commit> changes(long fromVersion) {
    return commits.from(fromVersion);
  }

  /** The latest versions, newest first. */
  public List<Commit> history(int limit) {
    Optional<StandaloneSnapshot> latest = latest();
    if (latest.isEmpty() || limit <= 0) {
      return List.of();
    }
    List<Commit> history = new ArrayList<>();
    commits.latest(latest.get().version() - limit + 1).forEachRemaining(history::add);
    Collections.reverse(history);
    return List.copyOf(history.subList(0, Math.min(limit, history.size())));
  }

  /**
   * Commits one version. Races with other writers' appends are settled inside, with back-off;
   * whatever answers get lost, the transaction is in the log once or not at all. Columns that
   * another writer has added meanwhile are kept beside this transaction's.
   *
   * @return the version
   * @throws CommitConflictException where another writer's commit makes this one wrong
   * @throws CommitFailedException where the store doesn't let it be written
   * @throws IllegalArgumentException where the transaction could never be committed, such as a
   *     change of a column's type
   */
  public long commit(Transaction transaction) {
    DeltaLogImpl log = log();
    long version = new Committer(root, log, clock).commit(transaction);
    new Checkpointer(store, root, log).checkpointIfDue(version);
    return version;
  }

  private synchronized DeltaLogImpl log() {
    if (openLog.isEmpty()) {
      openLog = Optional.of(DeltaLogImpl.forTable(files.configuration(), root.uri()));
    }
    return openLog.get();
  }
}
