package io.tweetlake.delta;

import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes inputs into a table as an update does: upload, then commit rows and progress together;
 * after a conflict or a failure look at the progress again. Input {@code n} has the rows {@code n *
 * 10} to {@code n * 10 + 2}.
 */
final class Appender {
  static final int ROWS = 3;
  private static final int MAX_DELIVERIES = 40;

  /**
   * So short that a run of some hundred requests goes beyond each. Half of the first is what a
   * request may be late.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.checkpointInterval",
          "3",
          Retention.DELETED_FILES,
          "20 minutes",
          Retention.LOG,
          "10 minutes",
          Retention.PROGRESS,
          "5 minutes");

  private final ObjectStore store;
  private final DeltaTable table;
  private final Landing landing;
  private final Runnable afterUpload;

  Appender(ObjectStore store, DeltaTable table, Landing landing, Runnable afterUpload) {
    this.store = store;
    this.table = table;
    this.landing = landing;
    this.afterUpload = afterUpload;
  }

  static List<Long> rows(int inputs) {
    List<Long> rows = new ArrayList<>();
    for (int input = 0; input < inputs; input++) {
      for (int row = 0; row < ROWS; row++) {
        rows.add(input * 10L + row);
      }
    }
    return rows;
  }

  /** Sees to it that a batch of inputs is in the table. */
  void takeIn(List<Integer> inputs, boolean withColumn) {
    inputs.forEach(landing::land);
    RuntimeException last = null;
    for (int delivery = 0; delivery < MAX_DELIVERIES; delivery++) {
      try {
        if (tryTakeIn(inputs, withColumn)) {
          return;
        }
      } catch (CommitConflictException | CommitFailedException | ObjectStoreException e) {
        last = e;
      }
    }
    throw new IllegalStateException("Inputs %s were never taken in".formatted(inputs), last);
  }

  private boolean tryTakeIn(List<Integer> inputs, boolean withColumn) {
    Optional<Snapshot> base = table.snapshot();
    List<Integer> left = new ArrayList<>();
    for (int input : inputs) {
      if (base.isEmpty() || !landing.isTakenIn(base.get(), input)) {
        left.add(input);
      }
    }
    if (left.isEmpty()) {
      return true;
    }
    List<DataFile> files = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    for (int input : left) {
      String path = "part-" + UUID.randomUUID() + ".parquet";
      files.add(TestRows.upload(store, table.root(), path, input * 10L, ROWS, landing.clock()));
      progress.add(new Progress(Landing.source(input), 0));
    }
    afterUpload.run();
    table.commit(
        Transaction.of(base, "STREAMING UPDATE")
            .add(files)
            .progress(progress)
            .schema(withColumn ? wider(left.get(0)) : TestRows.SCHEMA)
            .properties(base.isEmpty() ? PROPERTIES : Map.of())
            .metrics(Map.of("rowsOut", Integer.toString(left.size() * ROWS)))
            .build());
    return true;
  }

  private static StructType wider(int input) {
    return StructType.of(
        Field.of("id", PrimitiveType.LONG), Field.of("extra" + input, PrimitiveType.STRING));
  }
}
