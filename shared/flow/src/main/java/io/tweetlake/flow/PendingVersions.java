package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import java.util.Optional;

/** The versions of upstream tables that a table has yet to take in. */
public final class PendingVersions {
  private PendingVersions() {}

  /**
   * Whether a flow of the table has yet to take in a version of an upstream table. One that is only
   * joined to a stream is never waited for: it is read as it is when the stream moves.
   *
   * @param state of the table; empty where it is not there yet
   */
  public static boolean lacks(
      Table table, Optional<Snapshot> state, String upstream, long version, LakeLayout layout) {
    return table.flows().stream()
        .filter(flow -> takesIn(table, flow, upstream))
        .anyMatch(
            flow -> takenIn(state, ProgressKeys.of(table, flow, layout).table(upstream)) < version);
  }

  private static boolean takesIn(Table table, Flow flow, String upstream) {
    return flow.query().sources().stream()
        .anyMatch(
            source ->
                source instanceof TableSource read
                    && read.table().equals(upstream)
                    && (read.streaming() || Updater.isRecomputed(table, flow)));
  }

  private static long takenIn(Optional<Snapshot> state, String key) {
    return state.map(stored -> stored.progress(key).orElse(-1)).orElse(-1L);
  }
}
