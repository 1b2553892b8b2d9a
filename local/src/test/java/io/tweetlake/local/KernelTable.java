package io.tweetlake.local;

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
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.tweetlake.delta.internal.LogFiles;
import io.tweetlake.delta.internal.ObjectStoreLogStore;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A table as Delta Kernel reads it: a witness that shares no code with the writer. */
final class KernelTable {
  // keeps the store's registration alive
  private final LogFiles files;
  private final Engine engine;
  private final SnapshotImpl snapshot;

  KernelTable(ObjectStore store, ObjectPath root) {
    this.files = LogFiles.of(store);
    Configuration configuration = files.configuration();
    configuration.set("io.delta.kernel.logStore.s3.impl", ObjectStoreLogStore.class.getName());
    this.engine = DefaultEngine.create(configuration);
    this.snapshot = (SnapshotImpl) Table.forPath(engine, root.uri()).getLatestSnapshot(engine);
  }

  @Override
  public String toString() {
    return "KernelTable[version=" + version() + ", files=" + files + "]";
  }

  long version() {
    return snapshot.getVersion();
  }

  List<String> columns() {
    return snapshot.getSchema().fieldNames();
  }

  /** All rows, with their texts and numbers. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Scan scan = snapshot.getScanBuilder().build();
    Row state = scan.getScanState(engine);
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> files = batches.next().getRows()) {
          while (files.hasNext()) {
            read(state, files.next(), rows);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private void read(Row state, Row file, List<Map<String, Object>> rows) throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    try (CloseableIterator<FilteredColumnarBatch> data =
        Scan.transformPhysicalData(
            engine,
            state,
            file,
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                    physical,
                    Optional.empty())
                .map(result -> result.getData()))) {
      while (data.hasNext()) {
        try (CloseableIterator<Row> batch = data.next().getRows()) {
          while (batch.hasNext()) {
            rows.add(values(batch.next()));
          }
        }
      }
    }
  }

  private static Map<String, Object> values(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.getSchema().length(); i++) {
      String name = row.getSchema().at(i).getName();
      var type = row.getSchema().at(i).getDataType();
      if (row.isNullAt(i)) {
        values.put(name, null);
      } else if (type instanceof LongType) {
        values.put(name, row.getLong(i));
      } else if (type instanceof StringType) {
        values.put(name, row.getString(i));
      } else if (type instanceof DoubleType) {
        values.put(name, row.getDouble(i));
      }
    }
    return values;
  }
}
