package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.internal.SnapshotImpl;
import io.delta.standalone.internal.actions.SetTransaction;
import java.util.Set;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * A snapshot that lacks some progress entries, to be written as a checkpoint. It is the one way to
 * be rid of them: delta-standalone ignores {@code delta.setTransactionRetentionDuration}, and Delta
 * Kernel's checkpoints lose tombstones.
 */
final class PrunedSnapshot extends SnapshotImpl {
  private final SnapshotImpl whole;
  private final Set<String> prunedAppIds;

  PrunedSnapshot(SnapshotImpl whole, Set<String> prunedAppIds) {
    super(
        whole.hadoopConf(),
        whole.path(),
        whole.version(),
        whole.logSegment(),
        whole.minFileRetentionTimestamp(),
        whole.deltaLog(),
        whole.timestamp(),
        Option.empty());
    this.whole = whole;
    this.prunedAppIds = requireNonNull(prunedAppIds, "prunedAppIds is null");
  }

  @Override
  public State state() {
    return whole.state();
  }

  @Override
  @SuppressWarnings("unchecked") // what javac sees of Scala's filter has no type
  public Seq<SetTransaction> setTransactionsScala() {
    return (Seq<SetTransaction>)
        whole.setTransactionsScala().filter(entry -> !prunedAppIds.contains(entry.appId()));
  }
}
