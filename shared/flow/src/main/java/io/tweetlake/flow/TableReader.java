package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The whole of a table as it is at the time of the update. */
final class TableReader implements SourceReader {
  private final TableSource source;
  private final DeltaTable upstream;
  private final UnaryOperator<StructType> readable;
  private final ProgressKeys keys;

  TableReader(
      TableSource source,
      DeltaTable upstream,
      UnaryOperator<StructType> readable,
      ProgressKeys keys) {
    this.source = requireNonNull(source, "source is null");
    this.upstream = requireNonNull(upstream, "upstream is null");
    this.readable = requireNonNull(readable, "readable is null");
    this.keys = requireNonNull(keys, "keys is null");
  }

  @Override
  public Optional<Input> next(Optional<Snapshot> target) {
    return upstream
        .snapshot()
        .map(
            now ->
                new TableInput(
                    source.relation(),
                    upstream,
                    now.files(),
                    readable.apply(now.schema()),
                    now.partitionColumns(),
                    List.of(new Progress(keys.table(source.table()), now.version())),
                    Optional.empty()));
  }

  @Override
  public boolean isExhausted() {
    return true;
  }
}
