package io.tweetlake.delta.testing;

import io.delta.kernel.Scan;
import io.delta.kernel.Table;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.tweetlake.delta.internal.LogFiles;
import io.tweetlake.delta.internal.ObjectStoreLogStore;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A table as Delta Kernel reads it: a witness that shares no code with the writer. */
public final class KernelTable {
  // keeps the store's registration alive
  private final LogFiles files;
  private final Engine engine;
  private final SnapshotImpl snapshot;

  private KernelTable(ObjectStore store, ObjectPath root) {
    this.files = LogFiles.of(store);
    Configuration configuration = files.configuration();
    configuration.set("io.delta.kernel.logStore.s3.impl", ObjectStoreLogStore.class.getName());
    this.engine = DefaultEngine.create(configuration);
    this.snapshot = (SnapshotImpl) Table.forPath(engine, root.uri()).getLatestSnapshot(engine);
  }

  public static KernelTable read(ObjectStore store, ObjectPath root) {
    return new KernelTable(store, root);
  }

  @Override
  public String toString() {
    return "KernelTable[version=" + version() + ", files=" + files + "]";
  }

  public long version() {
    return snapshot.getVersion();
  }

  public List<String> columns() {
    return snapshot.getSchema().fieldNames();
  }

  /** All rows, with their texts and numbers. */
  public List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    forEachRow(row -> rows.add(values(row)));
    return rows;
  }

  /**
   * A version as its log tells it.
   *
   * @param metrics the update's numbers by name
   * @param addedRows in the files that it added, by their statistics
   */
  public record Commit(
      long version, String operation, Map<String, String> metrics, long addedRows) {}

  /** All versions, oldest first. */
  public List<Commit> commits() {
    Map<Long, Commit> commits = new TreeMap<>();
    TableImpl table = (TableImpl) Table.forPath(engine, snapshot.getPath());
    try (CloseableIterator<ColumnarBatch> changes =
        table.getChanges(engine, 0, version(), Set.of(DeltaAction.COMMITINFO, DeltaAction.ADD))) {
      while (changes.hasNext()) {
        try (CloseableIterator<Row> actions = changes.next().getRows()) {
          actions.forEachRemaining(
              action -> commits.merge(action.getLong(0), commit(action), KernelTable::joined));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(commits.values());
  }

  private static Commit commit(Row action) {
    long version = action.getLong(action.getSchema().indexOf("version"));
    int info = action.getSchema().indexOf(DeltaAction.COMMITINFO.colName);
    if (!action.isNullAt(info)) {
      Row commit = action.getStruct(info);
      int metrics = commit.getSchema().indexOf("operationMetrics");
      return new Commit(
          version,
          commit.getString(commit.getSchema().indexOf("operation")),
          commit.isNullAt(metrics) ? Map.of() : VectorUtils.toJavaMap(commit.getMap(metrics)),
          0);
    }
    int add = action.getSchema().indexOf(DeltaAction.ADD.colName);
    long rows =
        action.isNullAt(add) ? 0 : new AddFile(action.getStruct(add)).getNumRecords().orElseThrow();
    return new Commit(version, "", Map.of(), rows);
  }

  private static Commit joined(Commit one, Commit other) {
    Commit info = one.metrics().isEmpty() ? other : one;
    return new Commit(
        one.version(), info.operation(), info.metrics(), one.addedRows() + other.addedRows());
  }

  /** How far a source was taken in. */
  public OptionalLong progress(String appId) {
    return snapshot
        .getLatestTransactionVersion(engine, appId)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  public List<String> filePaths() {
    List<String> paths = new ArrayList<>();
    scan((scan, file) -> paths.add(InternalScanFileUtils.getAddFileStatus(file).getPath()));
    return paths;
  }

  /** Calls {@code consumer} with every row of every file. */
  public void forEachRow(Consumer<Row> consumer) {
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
      } else if (type instanceof DateType) {
        values.put(name, LocalDate.ofEpochDay(row.getInt(i)));
      } else if (type instanceof TimestampType) {
        values.put(name, Instant.EPOCH.plus(row.getLong(i), ChronoUnit.MICROS));
      }
    }
    return values;
  }
}
