package io.tweetlake.flow;

import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The sources of a table that is computed anew from all their rows whenever one of them moves. */
final class WholeSources implements FlowSources {
  private final List<SourceReader> readers;

  WholeSources(List<SourceReader> readers) {
    this.readers = List.copyOf(readers);
  }

  @Override
  public Optional<Batch> next(Optional<Snapshot> target) {
    List<Input> inputs = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    for (SourceReader reader : readers) {
      Optional<Input> input = reader.next(target);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(input.orElseThrow());
      progress.addAll(input.orElseThrow().progress());
    }
    boolean moved =
        target.isEmpty() || progress.stream().anyMatch(entry -> moved(target.orElseThrow(), entry));
    return moved ? Optional.of(new Batch(inputs, progress, true)) : Optional.empty();
  }

  @Override
  public boolean isExhausted() {
    return true;
  }

  private static boolean moved(Snapshot target, Progress entry) {
    OptionalLong known = target.progress(entry.source());
    return known.isEmpty() || known.getAsLong() != entry.version();
  }
}
