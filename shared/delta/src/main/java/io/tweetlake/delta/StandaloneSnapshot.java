package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.actions.SetTransaction;
import io.delta.standalone.internal.SnapshotImpl;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import scala.jdk.javaapi.CollectionConverters;

/** A snapshot as delta-standalone holds it. */
final class StandaloneSnapshot implements Snapshot {
  private final SnapshotImpl snapshot;
  private final Metadata metadata;
  private final Generation generation;
  private Optional<Map<String, SetTransaction>> transactions = Optional.empty();
  private Optional<StructType> schema = Optional.empty();

  StandaloneSnapshot(SnapshotImpl snapshot) {
    this.snapshot = requireNonNull(snapshot, "snapshot is null");
    this.metadata = snapshot.getMetadata();
    this.generation = Generation.of(metadata.getConfiguration());
  }

  SnapshotImpl standalone() {
    return snapshot;
  }

  Metadata metadata() {
    return metadata;
  }

  @Override
  public long generation() {
    return generation.number();
  }

  /** Names this generation's progress. */
  Generation names() {
    return generation;
  }

  @Override
  public long version() {
    return snapshot.version();
  }

  @Override
  public Instant timestamp() {
    return Instant.ofEpochMilli(snapshot.timestamp());
  }

  @Override
  public synchronized StructType schema() {
    if (schema.isEmpty()) {
      schema = Optional.of(Schemas.fromDelta(metadata.getSchema()));
    }
    return schema.get();
  }

  @Override
  public List<String> partitionColumns() {
    return List.copyOf(metadata.getPartitionColumns());
  }

  @Override
  public Map<String, String> properties() {
    return Map.copyOf(metadata.getConfiguration());
  }

  @Override
  public Optional<String> description() {
    return Optional.ofNullable(metadata.getDescription());
  }

  @Override
  public List<DataFile> files() {
    return snapshot.getAllFiles().stream().map(Actions::dataFile).toList();
  }

  /** The log's own spelling of each file's path, by the path as it is. */
  Map<String, AddFile> addFiles() {
    Map<String, AddFile> files = new LinkedHashMap<>();
    for (AddFile file : snapshot.getAllFiles()) {
      files.put(UriPaths.decode(file.getPath()), file);
    }
    return files;
  }

  @Override
  public OptionalLong progress(String source) {
    SetTransaction transaction = transactions().get(generation.appId(source));
    return transaction == null ? OptionalLong.empty() : OptionalLong.of(transaction.getVersion());
  }

  @Override
  public List<Progress> progress() {
    List<Progress> progress = new ArrayList<>();
    for (SetTransaction transaction : transactions().values()) {
      generation
          .source(transaction.getAppId())
          .ifPresent(source -> progress.add(new Progress(source, transaction.getVersion())));
    }
    return List.copyOf(progress);
  }

  /** The progress of all generations by {@code appId}. */
  synchronized Map<String, SetTransaction> transactions() {
    if (transactions.isEmpty()) {
      Map<String, SetTransaction> byAppId = new LinkedHashMap<>();
      for (SetTransaction transaction : CollectionConverters.asJava(snapshot.setTransactions())) {
        byAppId.put(transaction.getAppId(), transaction);
      }
      transactions = Optional.of(byAppId);
    }
    return transactions.get();
  }

  @Override
  public String toString() {
    return "Snapshot[version=" + version() + ", path=" + snapshot.path().getParent() + "]";
  }
}
