package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A Delta table that updates write to. */
final class TargetTable {
  private final DeltaTable delta;
  private final ObjectStore store;
  private final Transfers transfers;

  TargetTable(DeltaTable delta, ObjectStore store, Transfers transfers) {
    this.delta = requireNonNull(delta, "delta is null");
    this.store = requireNonNull(store, "store is null");
    this.transfers = requireNonNull(transfers, "transfers is null");
  }

  DeltaTable delta() {
    return delta;
  }

  Optional<Snapshot> snapshot() {
    return delta.snapshot();
  }

  ObjectPath location(DataFile file) {
    return delta.location(file);
  }

  /**
   * Puts files beside the table's own. They are not part of it before a commit names them, and
   * garbage where none does.
   */
  List<DataFile> upload(List<ParquetFile> files) {
    return transfers.map(files, this::upload);
  }

  private DataFile upload(ParquetFile file) {
    String name = "part-" + UUID.randomUUID() + ".zstd.parquet";
    store.upload(delta.root().resolve(name), file.localPath(), Map.of());
    return new DataFile(
        name,
        file.partitionValues(),
        file.sizeBytes(),
        Instant.now(),
        Optional.of(file.statsJson()));
  }
}
