package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A Delta table: the files under one path of a store. The table need not exist yet. Safe for use by
 * several threads; any number of processes may write to one table.
 */
public final class DeltaTable {
  private final ObjectStore store;
  private final ObjectPath root;

  private DeltaTable(ObjectStore store, ObjectPath root) {
    this.store = requireNonNull(store, "store is null");
    this.root = requireNonNull(root, "root is null");
  }

  public static DeltaTable at(ObjectStore store, ObjectPath root) {
    return new DeltaTable(store, root);
  }

  public ObjectPath root() {
    return root;
  }

  ObjectStore store() {
    return store;
  }

  /** The latest version; empty where there is no table. */
  public Optional<Snapshot> snapshot() {
    throw new UnsupportedOperationException();
  }

  /**
   * The table as it was.
   *
   * @throws IllegalArgumentException where the log no longer (or not yet) has that version; the
   *     message names those that it has
   */
  public Snapshot snapshotAt(long version) {
    throw new UnsupportedOperationException();
  }

  /** The last version committed at or before {@code time}; errors as for the other overload. */
  public Snapshot snapshotAt(Instant time) {
    throw new UnsupportedOperationException();
  }

  /**
   * The versions from {@code fromVersion} on, oldest first.
   *
   * @throws IllegalArgumentException where the log no longer has {@code fromVersion}
   */
  public Iterator<Commit> changes(long fromVersion) {
    throw new UnsupportedOperationException();
  }

  /** The latest versions, newest first. */
  public List<Commit> history(int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Commits one version. Races with other writers' appends are settled inside, with back-off;
   * whatever answers get lost, the transaction is in the log once or not at all.
   *
   * @return the version
   * @throws CommitConflictException where another writer's commit makes this one wrong
   */
  public long commit(Transaction transaction) {
    throw new UnsupportedOperationException();
  }
}
