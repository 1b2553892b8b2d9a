package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import java.util.Optional;

/** Finds what a source has and a target lacks. For one thread. */
interface SourceReader {

  /**
   * The next input for a target in that state. It may be empty of rows, and still have a relation
   * to bind and progress to record.
   *
   * @param target empty where the target table does not exist yet
   * @return empty where the source does not exist yet, so that no query can name its columns
   */
  Optional<Input> next(Optional<Snapshot> target);

  /** The input last given is committed. */
  default void committed() {}

  /** Whether there was nothing beyond the input last given; what came later has its own wake-up. */
  boolean isExhausted();
}
