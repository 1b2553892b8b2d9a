package io.tweetlake.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.tweetlake.delta.internal.LogFiles;
import io.tweetlake.delta.internal.ObjectStoreLogStore;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A table as Delta Kernel reads it: a witness that shares no code with the writer. */
final class KernelTable {
  // keeps the configuration's ID valid
  private final LogFiles files;
  private final Engine engine;
  private final SnapshotImpl snapshot;

  private KernelTable(LogFiles files, ObjectPath root) {
    this.files = files;
    Configuration configuration = files.configuration();
    configuration.set("io.delta.kernel.logStore.s3.impl", ObjectStoreLogStore.class.getName());
    this.engine = DefaultEngine.create(configuration);
    this.snapshot = (SnapshotImpl) Table.forPath(engine, root.uri()).getLatestSnapshot(engine);
  }

  static KernelTable read(ObjectStore store, ObjectPath root) {
    return new KernelTable(LogFiles.of(store), root);
  }

  long version() {
    return snapshot.getVersion();
  }

  StructType schema() {
    return snapshot.getSchema();
  }

  OptionalLong progress(String appId) {
    return snapshot
        .getLatestTransactionVersion(engine, appId)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  List<String> filePaths() {
    List<String> paths = new ArrayList<>();
    scan((scan, file) -> paths.add(InternalScanFileUtils.getAddFileStatus(file).getPath()));
    return paths;
  }

  /** Calls {@code consumer} with every row of every file. */
  void forEachRow(Consumer<Row> consumer) {
    scan(
        (state, file) -> {
          StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
          try (CloseableIterator<FilteredColumnarBatch> batches =
              Scan.transformPhysicalData(
                  engine,
                  state,
                  file,
                  engine
                      .getParquetHandler()
                      .readParquetFiles(
                          Utils.singletonCloseableIterator(
                              InternalScanFileUtils.getAddFileStatus(file)),
                          physical,
                          Optional.empty())
                      .map(result -> result.getData()))) {
            while (batches.hasNext()) {
              try (CloseableIterator<Row> rows = batches.next().getRows()) {
                rows.forEachRemaining(consumer);
              }
            }
          }
        });
  }

  @Override
  public String toString() {
    return "KernelTable[version=" + version() + ", files=" + files + "]";
  }

  private interface FileReader {
    void read(Row scanState, Row file) throws IOException;
  }

  private void scan(FileReader reader) {
    Scan scan = snapshot.getScanBuilder().build();
    Row state = scan.getScanState(engine);
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            reader.read(state, rows.next());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
