package io.tweetlake.engine;

import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Delta's statistics, found by looking at a file's rows. */
final class ComputedStatistics {
  private ComputedStatistics() {}

  static String json(DuckDb duckDb, Path file, StructType schema) {
    List<DeltaStatistics.Leaf> leaves = DeltaStatistics.leaves(schema);
    String columns =
        leaves.stream()
            .map(DeltaStatistics.Leaf::key)
            .map(
                key ->
                    ", count(*) - count(%1$s), CAST(min(%1$s) AS VARCHAR), CAST(max(%1$s) AS VARCHAR)"
                        .formatted(key))
            .collect(Collectors.joining());
    String sql = "SELECT count(*)" + columns + " FROM read_parquet(" + Sql.literal(file) + ")";
    return duckDb.query(
        sql,
        row -> {
          row.next();
          Map<String, Map<String, String>> found = new HashMap<>();
          for (int i = 0; i < leaves.size(); i++) {
            Map<String, String> column = new HashMap<>();
            column.put("null_count", row.getString(3 * i + 2));
            column.put("min", row.getString(3 * i + 3));
            column.put("max", row.getString(3 * i + 4));
            column.put("min_is_exact", "true");
            column.put("max_is_exact", "true");
            found.put(leaves.get(i).key(), column);
          }
          return DeltaStatistics.json(row.getLong(1), schema, found);
        });
  }
}
