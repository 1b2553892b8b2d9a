package io.tweetlake.flow;

import io.tweetlake.delta.Progress;
import io.tweetlake.engine.Workspace;
import io.tweetlake.types.StructType;
import java.util.List;

/** What one update reads of one source. */
interface Input {

  /** Makes the rows readable under the source's relation; returns its columns. */
  StructType bind(Workspace workspace, LocalFiles files);

  /** What the target has taken in once this input's rows are committed. */
  List<Progress> progress();

  long fileCount();

  long sizeBytes();

  /** Whether there is nothing to read. */
  default boolean isEmpty() {
    return fileCount() == 0;
  }
}
