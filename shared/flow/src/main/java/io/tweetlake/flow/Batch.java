package io.tweetlake.flow;

import static java.util.Comparator.naturalOrder;

import io.tweetlake.delta.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one commit takes in.
 *
 * @param inputs one a source of the flow
 * @param progress to commit with the rows
 * @param hasRows whether there is anything to query; otherwise only the progress moves
 */
record Batch(List<Input> inputs, List<Progress> progress, boolean hasRows) {
  Batch {
    inputs = List.copyOf(inputs);
    progress = List.copyOf(progress);
  }

  long fileCount() {
    return inputs.stream().mapToLong(Input::fileCount).sum();
  }

  long sizeBytes() {
    return inputs.stream().mapToLong(Input::sizeBytes).sum();
  }

  Optional<Instant> newestAt() {
    return inputs.stream().flatMap(input -> input.newestAt().stream()).max(naturalOrder());
  }
}
