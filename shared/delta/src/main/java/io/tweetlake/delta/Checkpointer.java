package io.tweetlake.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.delta.standalone.internal.CheckpointMetaData;
import io.delta.standalone.internal.Checkpoints$;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.SnapshotImpl;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints with delta-standalone's writer, but at our own time: its commit would write
 * one too and fail with it, although the commit stands, and would then delete old log files one by
 * one.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final String INTERVAL_PROPERTY = "delta.checkpointInterval";
  private static final String DEFAULT_INTERVAL = "10";

  private final ObjectStore store;
  private final ObjectPath root;
  private final DeltaLogImpl log;

  Checkpointer(ObjectStore store, ObjectPath root, DeltaLogImpl log) {
    this.store = requireNonNull(store, "store is null");
    this.root = requireNonNull(root, "root is null");
    this.log = requireNonNull(log, "log is null");
  }

  /** Writes a checkpoint where one is due at this version. A failure is logged, never thrown. */
  void checkpointIfDue(long version) {
    try {
      SnapshotImpl latest = log.snapshot();
      long interval =
          Long.parseLong(
              latest
                  .getMetadata()
                  .getConfiguration()
                  .getOrDefault(INTERVAL_PROPERTY, DEFAULT_INTERVAL));
      if (version == 0 || version % interval != 0) {
        return;
      }
      // every version is checkpointed by its own writer, so that no two write the same one
      write(latest.version() == version ? latest : log.getSnapshotForVersionAsOf(version));
    } catch (Exception e) { // checked ones too: Scala does not declare them
      LOG.warn(
          "Cannot write a checkpoint of table {} at version {}. The commit stands.",
          root,
          version,
          e);
    }
  }

  void write(SnapshotImpl snapshot) {
    CheckpointMetaData written = Checkpoints$.MODULE$.writeCheckpoint(log, snapshot);
    String json = "{\"version\":%d,\"size\":%d}".formatted(written.version(), written.size());
    store.write(
        root.resolve("_delta_log").resolve("_last_checkpoint"), json.getBytes(UTF_8), Map.of());
  }
}
