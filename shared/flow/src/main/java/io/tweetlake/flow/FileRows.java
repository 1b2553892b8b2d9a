package io.tweetlake.flow;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.QueryResult.Value;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of one data file beside the posts to forget, for questions in {@link ForgottenRows}'
 * conditions.
 */
final class FileRows implements AutoCloseable {
  private static final String ROWS = "tweetlake_rows";

  private final Snapshot snapshot;
  private final Workspace workspace;

  private FileRows(Snapshot snapshot, Workspace workspace) {
    this.snapshot = snapshot;
    this.workspace = workspace;
  }

  /** Downloads and binds a file of a table. */
  static FileRows of(
      Updater updater, String table, Snapshot snapshot, DataFile file, ForgetTargets targets) {
    Workspace workspace = updater.engine().newWorkspace();
    try {
      Path folder = workspace.newFolder();
      Path rows = folder.resolve("rows.parquet");
      updater.store().download(updater.delta(table).location(file), rows);
      workspace.bindParquet(
          ROWS,
          List.of(rows),
          List.of(file.partitionValues()),
          snapshot.schema(),
          snapshot.partitionColumns());
      ForgottenRows.bind(workspace, targets, folder.resolve("targets.json"));
      return new FileRows(snapshot, workspace);
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  /** How many rows a condition holds for. */
  long count(String condition) {
    String sql = "SELECT count(*) FROM %s WHERE %s".formatted(ROWS, condition);
    return Long.parseLong(workspace.query(sql, 1).rows().get(0).get(0).text().orElseThrow());
  }

  /** Adds to {@code counts}, by id, how many rows a condition holds for. */
  void countById(String condition, Map<String, Long> counts) {
    String sql =
        "SELECT CAST(id AS VARCHAR), count(*) FROM %s WHERE %s GROUP BY 1"
            .formatted(ROWS, condition);
    workspace
        .query(sql, Integer.MAX_VALUE)
        .rows()
        .forEach(
            row ->
                row.get(0)
                    .text()
                    .ifPresent(
                        id ->
                            counts.merge(
                                id, Long.parseLong(row.get(1).text().orElseThrow()), Long::sum)));
  }

  /** The ids of the rows that a condition holds for. */
  Set<String> ids(String condition) {
    return texts("SELECT CAST(id AS VARCHAR) FROM %s WHERE %s".formatted(ROWS, condition));
  }

  /** Those of the posts of which rows hold copies. */
  Set<String> embeddedPosts(EmbeddedPosts embedded) {
    return texts(
        "SELECT DISTINCT post FROM (SELECT unnest(%s) AS post FROM %s) WHERE %s"
            .formatted(embedded.ids(), ROWS, ForgottenRows.isWanted("post")));
  }

  private Set<String> texts(String sql) {
    return workspace.query(sql, Integer.MAX_VALUE).rows().stream()
        .map(row -> row.get(0))
        .map(Value::text)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /**
   * Writes the rows anew and uploads them.
   *
   * @param removed the condition of rows that are left out
   * @param replaced a REPLACE clause that changes others; may be empty
   */
  List<DataFile> rewrite(TargetTable target, String removed, String replaced) {
    WriteRequest request =
        new WriteRequest(
            "SELECT *%s FROM %s WHERE NOT %s".formatted(replaced, ROWS, removed),
            List.of(),
            Optional.of(snapshot.schema()),
            snapshot.partitionColumns(),
            workspace.newFolder());
    return target.upload(workspace.write(request).files());
  }

  @Override
  public void close() {
    workspace.close();
  }
}
