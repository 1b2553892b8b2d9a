package io.tweetlake.flow;

import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.store.ObjectPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sources of a streaming table: each row of the streams is read once; tables joined to them are
 * read as they are at the time of the update.
 */
final class StreamingSources implements FlowSources {
  private final List<SourceReader> streams;
  private final List<SourceReader> statics;

  StreamingSources(List<SourceReader> streams, List<SourceReader> statics) {
    this.streams = List.copyOf(streams);
    this.statics = List.copyOf(statics);
  }

  @Override
  public Optional<Batch> next(Optional<Snapshot> target) {
    List<Input> inputs = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    boolean hasRows = false;
    boolean idle = true;
    for (SourceReader stream : streams) {
      Optional<Input> input = stream.next(target);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(input.orElseThrow());
      progress.addAll(input.orElseThrow().progress());
      hasRows |= !input.orElseThrow().isEmpty();
      idle &= input.orElseThrow().isIdle();
    }
    // without rows there are no columns either from which to make a table
    if (!hasRows && (idle || target.isEmpty())) {
      return Optional.empty();
    }
    if (!hasRows) {
      return Optional.of(new Batch(List.of(), progress, false));
    }
    leaveOutPastThatMeetsNothing(inputs);
    for (SourceReader reader : statics) {
      Optional<Input> input = reader.next(target);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(input.orElseThrow());
    }
    return Optional.of(new Batch(inputs, progress, true));
  }

  /**
   * Past rows are joined with new ones: what no stream with new rows is joined with is not read.
   */
  private static void leaveOutPastThatMeetsNothing(List<Input> inputs) {
    Set<String> withRows =
        inputs.stream()
            .filter(input -> !input.isEmpty())
            .map(Input::relation)
            .collect(Collectors.toSet());
    inputs.replaceAll(
        input ->
            input instanceof TableInput table
                    && Collections.disjoint(table.past().rows().metBy(), withRows)
                ? table.withoutPast()
                : input);
  }

  @Override
  public Optional<Batch> following(Snapshot target, Batch batch) {
    boolean foreseeable =
        statics.isEmpty() && streams.stream().allMatch(TableStream.class::isInstance);
    if (!foreseeable || isExhausted()) {
      return Optional.empty();
    }
    Optional<Snapshot> after = Optional.of(new ForeseenSnapshot(target, batch.progress()));
    List<Input> inputs = new ArrayList<>();
    for (SourceReader stream : streams) {
      ((TableStream) stream).look(after).ifPresent(inputs::add);
    }
    leaveOutPastThatMeetsNothing(inputs);
    return Optional.of(new Batch(inputs, List.of(), inputs.size() == streams.size()))
        .filter(Batch::hasRows);
  }

  @Override
  public void committed() {
    streams.forEach(SourceReader::committed);
  }

  @Override
  public boolean isExhausted() {
    return streams.stream().allMatch(SourceReader::isExhausted);
  }

  @Override
  public List<FileStream> fileStreams() {
    return streams.stream()
        .filter(FileStream.class::isInstance)
        .map(FileStream.class::cast)
        .toList();
  }

  @Override
  public Map<ObjectPath, String> failed() {
    Map<ObjectPath, String> failed = new HashMap<>();
    fileStreams().forEach(stream -> failed.putAll(stream.failed()));
    return failed;
  }

  @Override
  public Set<ObjectPath> pending() {
    Set<ObjectPath> pending = new HashSet<>();
    fileStreams().forEach(stream -> pending.addAll(stream.pending()));
    return pending;
  }
}
