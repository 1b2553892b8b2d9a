package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The landing files that a table has yet to take in. */
public final class PendingFiles {
  private PendingFiles() {}

  /**
   * When the oldest of them was last modified, in whole seconds; empty where the table lacks none.
   * Only files that a sweep would take in count: not those outside a source's pattern, and not
   * those whose entries were pruned.
   *
   * @param state of the table; empty where it is not there yet
   */
  public static Optional<Instant> oldest(
      Table table, Optional<Snapshot> state, LakeLayout layout, ObjectStore store) {
    return FileStream.allOf(table, layout, store, new Transfers()).stream()
        .flatMap(stream -> stream.oldestPending(state).stream())
        .min(Comparator.naturalOrder());
  }
}
