package io.tweetlake.delta;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transactions that tests commit again and again. */
final class Transactions {
  private Transactions() {}

  /** Appends a file and records progress. */
  static Transaction append(Optional<Snapshot> base, DataFile file, Progress... progress) {
    return append(base, file, TestRows.SCHEMA, progress);
  }

  static Transaction append(
      Optional<Snapshot> base, DataFile file, StructType schema, Progress... progress) {
    return Transaction.of(base, "STREAMING UPDATE")
        .add(List.of(file))
        .progress(List.of(progress))
        .schema(schema)
        .description(Optional.of("rows for tests"))
        .metrics(Map.of("rowsOut", "10"))
        .build();
  }

  /** Puts a file in the place of others. */
  static Transaction overwrite(Snapshot base, List<DataFile> removed, DataFile added) {
    return Transaction.of(base, "OVERWRITE").add(List.of(added)).remove(removed).build();
  }
}
