package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table as a commit will leave it, as far as its progress goes. */
final class ForeseenSnapshot implements Snapshot {
  private final Snapshot base;
  private final Map<String, Long> newProgress = new HashMap<>();

  ForeseenSnapshot(Snapshot base, List<Progress> progress) {
    this.base = requireNonNull(base, "base is null");
    progress.forEach(entry -> newProgress.put(entry.source(), entry.version()));
  }

  @Override
  public OptionalLong progress(String source) {
    Long foreseen = newProgress.get(source);
    return foreseen == null ? base.progress(source) : OptionalLong.of(foreseen);
  }

  @Override
  public long version() {
    return base.version();
  }

  @Override
  public Instant timestamp() {
    return base.timestamp();
  }

  @Override
  public StructType schema() {
    return base.schema();
  }

  @Override
  public List<String> partitionColumns() {
    return base.partitionColumns();
  }

  @Override
  public Map<String, String> properties() {
    return base.properties();
  }

  @Override
  public Optional<String> description() {
    return base.description();
  }

  @Override
  public long generation() {
    return base.generation();
  }

  @Override
  public List<DataFile> files() {
    return base.files();
  }

  @Override
  public List<Progress> progress() {
    return base.progress();
  }
}
