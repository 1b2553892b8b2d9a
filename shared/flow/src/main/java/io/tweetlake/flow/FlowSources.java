package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.store.ObjectPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the work of a flow over all its sources. For one thread. */
interface FlowSources {

  /** What the target lacks; empty where there is nothing to do now. */
  Optional<Batch> next(Optional<Snapshot> target);

  /**
   * What {@link #next} will give after a batch that is not committed yet, if nothing comes between:
   * only for a look, since nothing else may change by it. Empty where that cannot be known.
   */
  default Optional<Batch> following(Snapshot target, Batch batch) {
    return Optional.empty();
  }

  /** The batch last given is committed. */
  default void committed() {}

  /** Whether there was nothing beyond the batch last given. */
  boolean isExhausted();

  /** The streams of files among the sources. */
  default List<FileStream> fileStreams() {
    return List.of();
  }

  default Map<ObjectPath, String> failed() {
    return Map.of();
  }

  default Set<ObjectPath> pending() {
    return Set.of();
  }
}
