package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.types.StructType;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
                    List.of(new Progress(keys.table(source.table()), seenVersion(now, target))),
                    false,
                    Optional.empty(),
                    PastInput.none(source.past())));
  }

  @Override
  public boolean isExhausted() {
    return true;
  }

  /** The snapshot's version, or the one that the target has seen where no row differs from it. */
  private long seenVersion(Snapshot now, Optional<Snapshot> target) {
    OptionalLong seen =
        target
            .map(state -> state.progress(keys.table(source.table())))
            .orElse(OptionalLong.empty());
    if (seen.isEmpty() || seen.getAsLong() >= now.version()) {
      return now.version();
    }
    return onlyRearranged(seen.getAsLong() + 1, now.version()) ? seen.getAsLong() : now.version();
  }

  private boolean onlyRearranged(long fromVersion, long toVersion) {
    try {
      Iterator<Commit> commits = upstream.changes(fromVersion);
      while (commits.hasNext()) {
        Commit commit = commits.next();
        if (commit.version() > toVersion) {
          return true;
        }
        if (!commit.added().isEmpty() || !commit.removed().isEmpty()) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      // the log no longer tells
      return false;
    }
  }
}
