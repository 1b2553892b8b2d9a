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
    return new Transaction(
        base,
        List.of(file),
        List.of(),
        true,
        List.of(progress),
        Optional.of(schema),
        List.of(),
        Map.of(),
        Optional.of("rows for tests"),
        "STREAMING UPDATE",
        Map.of("rowsOut", "10"));
  }

  /** Puts a file in the place of others. */
  static Transaction overwrite(Snapshot base, List<DataFile> removed, DataFile added) {
    return new Transaction(
        Optional.of(base),
        List.of(added),
        removed,
        true,
        List.of(),
        Optional.empty(),
        List.of(),
        Map.of(),
        Optional.empty(),
        "OVERWRITE",
        Map.of());
  }
}
