package io.tweetlake.flow;

import io.tweetlake.delta.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one update reads of one source. */
sealed interface Input permits FileInput, TableInput {

  /** The name under which the query reads it. */
  String relation();

  /** What the target has taken in once this input's rows are committed. */
  List<Progress> progress();

  /** Whether the progress is not worth a commit where no source has rows. */
  default boolean isIdle() {
    return progress().isEmpty();
  }

  long fileCount();

  long sizeBytes();

  /** When the newest of the landing files that the rows came from had landed. */
  Optional<Instant> newestAt();

  /** Whether there is nothing to read. */
  default boolean isEmpty() {
    return fileCount() == 0;
  }
}
