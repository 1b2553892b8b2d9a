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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
  private final Clock clock;
  private Optional<DeltaLogImpl> openLog = Optional.empty();
  private Optional<StandaloneSnapshot> lastSeen = Optional.empty();

  private DeltaTable(ObjectStore store, ObjectPath root, Clock clock) {
    this.store = requireNonNull(store, "store is null");
    this.root = requireNonNull(root, "root is null");
    this.files = LogFiles.of(store);
    this.commits = new CommitLog(files, root);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * The table at a path.
   *
   * @throws IllegalArgumentException where no table can lie at that path: in a bucket's root, or
   *     under a key with an empty, {@code .} or {@code ..} part
   */
  public static DeltaTable at(ObjectStore store, ObjectPath root) {
    return at(store, root, Clock.systemUTC());
  }

  static DeltaTable at(ObjectStore store, ObjectPath root, Clock clock) {
    for (String part : root.key().split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("No table can lie at " + root);
      }
    }
    return new DeltaTable(store, root, clock);
  }

  public ObjectPath root() {
    return root;
  }

  ObjectStore store() {
    return store;
  }

  LogFiles files() {
    return files;
  }

  Clock clock() {
    return clock;
  }

  /** Where a file of the table lies in the store. */
  public ObjectPath location(DataFile file) {
    return location(file.path());
  }

  ObjectPath location(String path) {
    return path.startsWith("s3://") ? ObjectPath.parse(path) : root.resolve(path);
  }

  /** The latest version; empty where there is no table. */
  public Optional<Snapshot> snapshot() {
    return latest().map(snapshot -> snapshot);
  }

  Optional<StandaloneSnapshot> latest() {
    SnapshotImpl snapshot = log().update();
    return snapshot.version() < 0 ? Optional.empty() : Optional.of(remembered(snapshot));
  }

  /** Keeps what was worked out of a snapshot as long as it is the latest. */
  private synchronized StandaloneSnapshot remembered(SnapshotImpl snapshot) {
    if (lastSeen.isEmpty() || lastSeen.get().standalone() != snapshot) {
      lastSeen = Optional.of(new StandaloneSnapshot(snapshot));
    }
    return lastSeen.get();
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

  /** The versions from {@code fromVersion} on that the log still has, oldest first. */
  public Iterator<Commit> remainingChanges(long fromVersion) {
    return commits.remaining(fromVersion);
  }

  /** All versions that the log has, their progress under the names that the log gives it. */
  Iterator<Commit> commitsWithAppIds() {
    return commits.withAppIds();
  }

  /** The latest versions, newest first. */
  public List<Commit> history(int limit) {
    Optional<StandaloneSnapshot> latest = latest();
    if (latest.isEmpty() || limit <= 0) {
      return List.of();
    }
    List<Commit> history = new ArrayList<>();
    commits.remaining(latest.get().version() - limit + 1).forEachRemaining(history::add);
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
    long version = commitWithoutCheckpoint(transaction);
    checkpointer().checkpointIfDue(version);
    return version;
  }

  long commitWithoutCheckpoint(Transaction transaction) {
    return new Committer(root, log(), clock).commit(transaction);
  }

  /**
   * Replaces all of a table's content in one version: readers see the old content or the new,
   * nothing in between. Progress begins anew with the transaction's, schema and partition columns
   * become the transaction's, whatever they were; what the transaction names as removed is not
   * looked at, for all files go. Updates that were begun before and commit after it are refused.
   *
   * <p>A log can't forget progress. So the table counts its generations in the property {@code
   * tweetlake.generation}, and from the first replacement on the {@code appId} of each progress
   * entry begins with {@code g1/}, {@code g2/} and so on; {@link Snapshot} and {@link Commit} show
   * them without it.
   *
   * @return the version
   * @throws CommitConflictException where the table was replaced by another writer since the
   *     transaction's base
   * @throws CommitFailedException where the store doesn't let it be written
   */
  public long replace(Transaction transaction) {
    long version = new Committer(root, log(), clock).replace(transaction);
    checkpointer().checkpointIfDue(version);
    return version;
  }

  /**
   * A new, empty table in which this one can be built anew, in as many updates as that takes, while
   * readers and writers of this one go on. It lies inside this table's folder, so vacuum takes away
   * what is never published. Each call gives another one: two that rebuild at once don't meet
   * before one of them publishes.
   *
   * @throws IllegalArgumentException where this table does not exist
   */
  public DeltaTable rebuild() {
    return at(store, root.resolve(rebuildsOf(present()) + UUID.randomUUID()), clock);
  }

  /**
   * Puts what was built in a {@link #rebuild} in the place of this table's content, in one version:
   * files, progress, schema, partition columns, properties and description.
   *
   * @param base this table when the rebuild was begun
   * @return the version
   * @throws CommitConflictException where this table was replaced, or rows were forgotten, since
   *     the rebuild was begun, or where files of the rebuild are so old that vacuum may have
   *     deleted them
   * @throws IllegalArgumentException where nothing was built
   */
  public long publishRebuild(
      DeltaTable built, Snapshot base, String operation, Map<String, String> metrics) {
    if (!built.root().key().startsWith(root.resolve(rebuildsOf(base)).key())) {
      throw new CommitConflictException(
          "Cannot publish %s: table %s was built anew meanwhile".formatted(built.root(), root));
    }
    String folder = built.root().key().substring(root.resolve("").key().length());
    Snapshot rebuilt =
        built
            .snapshot()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot publish the rebuild of table %s: nothing was built"
                            .formatted(root)));
    return replace(
        Transaction.of(base, operation)
            .add(rebuilt.files().stream().map(file -> file.under(folder)).toList())
            .progress(rebuilt.progress())
            .schema(rebuilt.schema())
            .partitionColumns(rebuilt.partitionColumns())
            .properties(rebuilt.properties())
            .description(rebuilt.description())
            .metrics(metrics)
            .build());
  }

  private static String rebuildsOf(Snapshot present) {
    return "_rebuild/" + (present.generation() + 1) + "/";
  }

  private Snapshot present() {
    return snapshot()
        .orElseThrow(
            () -> new IllegalArgumentException("Cannot rebuild %s: no table".formatted(root)));
  }

  Checkpointer checkpointer() {
    return new Checkpointer(store, root, log());
  }

  synchronized DeltaLogImpl log() {
    if (openLog.isEmpty()) {
      openLog =
          Optional.of(
              DeltaLogImpl.forTable(files.configuration(), root.uri(), new StandaloneClock(clock)));
    }
    return openLog.get();
  }
}
