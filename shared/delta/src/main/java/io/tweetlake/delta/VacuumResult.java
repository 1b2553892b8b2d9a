package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.List;

/**
 * What a vacuum deleted, or would delete.
 *
 * @param garbage in the order of their keys
 */
public record VacuumResult(List<Garbage> garbage) {
  public VacuumResult {
    garbage = List.copyOf(garbage);
  }

  /**
   * An object that nobody needs.
   *
   * @param modifiedAt when it was written
   */
  public record Garbage(ObjectPath path, long sizeBytes, Instant modifiedAt, Reason reason) {
    public Garbage {
      requireNonNull(path, "path is null");
      requireNonNull(modifiedAt, "modifiedAt is null");
      requireNonNull(reason, "reason is null");
    }
  }

  /** Why nobody needs an object. */
  public enum Reason {
    /** It was part of the table, and was removed from it longer ago than retention. */
    REMOVED,
    /** No version names it: its update was never committed, or it is no data file of the table. */
    NEVER_COMMITTED
  }

  /** The paths, in the order of their keys. */
  public List<ObjectPath> deleted() {
    return garbage.stream().map(Garbage::path).toList();
  }

  public long deletedBytes() {
    return garbage.stream().mapToLong(Garbage::sizeBytes).sum();
  }
}
