package io.tweetlake.flow;

import io.tweetlake.delta.Progress;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Workspace;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one update reads of one source. */
interface Input {

  /** The name under which the query reads it. */
  String relation();

  /**
   * Makes the rows readable under the source's relation; returns its columns.
   *
   * @param columns what is going to be read; others may be missing
   */
  StructType bind(Workspace workspace, LocalFiles files, ColumnSelection columns);

  /** What the target has taken in once this input's rows are committed. */
  List<Progress> progress();

  long fileCount();

  long sizeBytes();

  /** When the newest of the landing files that the rows came from had landed. */
  Optional<Instant> newestAt();

  /** Whether there is nothing to read. */
  default boolean isEmpty() {
    return fileCount() == 0;
  }
}
