package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.LookAhead;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the model again for rows that have a reason instead of a judgement, and replaces those rows.
 *
 * <p>A group of files with such rows becomes one commit, which takes the files away and adds their
 * rows anew; whoever else replaces one of the files in the meantime wins, and the group is done
 * over. So no row is lost and none is there twice.
 */
public final class Rescorer {
  private static final Logger log = LoggerFactory.getLogger(Rescorer.class);

  private static final String OPERATION = "RESCORE";
  private static final String ROWS = "rows_to_rescore";
  private static final String FAILED = "label IS NULL AND error IS NOT NULL";
  private static final int MAX_CONFLICTS = 5;
  private static final long MAX_BYTES_PER_COMMIT = 64L << 20;

  /** The columns of an answer; see {@link io.tweetlake.engine.ModelAnswer}. */
  private static final Set<String> ANSWER =
      Set.of(
          "label",
          "score",
          "p_neg",
          "p_neu",
          "p_pos",
          "model_id",
          "model_revision",
          "truncated",
          "scored_at",
          "error");

  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Engine engine;

  /** The engine's model is the one that is asked. */
  public Rescorer(Pipeline pipeline, LakeLayout layout, ObjectStore store, Engine engine) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.engine = requireNonNull(engine, "engine is null");
  }

  /**
   * Tries every failed row of a table once more.
   *
   * @param textColumn what the model was asked about
   * @param deadline no new commit is begun after it
   * @throws IllegalArgumentException where the table is unknown, does not ask exactly one model, or
   *     lacks the columns of its answers
   */
  public RescoreResult rescoreFailed(String table, String textColumn, Instant deadline) {
    String model = modelOf(table);
    DeltaTable delta = DeltaTable.at(store, layout.table(table));
    Set<String> done = new HashSet<>();
    RescoreResult total = RescoreResult.NOTHING;
    int conflicts = 0;
    while (Instant.now().isBefore(deadline)) {
      Optional<Snapshot> snapshot = delta.snapshot();
      if (snapshot.isEmpty()) {
        break;
      }
      checkColumns(table, textColumn, snapshot.get().schema());
      List<DataFile> group = nextGroup(snapshot.get(), done);
      if (group.isEmpty()) {
        break;
      }
      try {
        total = total.plus(rescore(delta, snapshot.get(), group, model, textColumn, done));
        group.forEach(file -> done.add(file.path()));
      } catch (CommitConflictException e) {
        conflicts++;
        if (conflicts > MAX_CONFLICTS) {
          throw e;
        }
        log.info("Rescoring of table {} is done over: {}", table, e.getMessage());
      }
    }
    return total;
  }

  private RescoreResult rescore(
      DeltaTable delta,
      Snapshot base,
      List<DataFile> group,
      String model,
      String textColumn,
      Set<String> done) {
    try (Workspace workspace = engine.newWorkspace()) {
      bind(workspace, delta, base, group);
      long failed = count(workspace);
      if (failed == 0) {
        return RescoreResult.NOTHING;
      }
      WriteResult written = write(workspace, base, query(base.schema(), model, textColumn));
      workspace.bindParquet(
          ROWS,
          written.files().stream().map(ParquetFile::localPath).toList(),
          written.files().stream().map(ParquetFile::partitionValues).toList(),
          base.schema(),
          base.partitionColumns());
      long stillFailed = count(workspace);
      if (stillFailed == failed) {
        return new RescoreResult(failed, 0, 0);
      }
      List<DataFile> added = upload(delta, written.files());
      delta.commit(replace(base, group, added, failed, failed - stillFailed));
      added.forEach(file -> done.add(file.path()));
      return new RescoreResult(failed, failed - stillFailed, 1);
    }
  }

  private static WriteResult write(Workspace workspace, Snapshot base, String sql) {
    try (LookAhead ahead = workspace.lookAhead(sql, Integer.MAX_VALUE)) {
      return workspace.write(
          new WriteRequest(
              sql,
              List.of(),
              Optional.of(base.schema()),
              base.partitionColumns(),
              workspace.newFolder()));
    }
  }

  private void bind(Workspace workspace, DeltaTable delta, Snapshot base, List<DataFile> group) {
    Path folder = workspace.newFolder();
    List<Path> copies = new ArrayList<>();
    for (DataFile file : group) {
      Path copy = folder.resolve(copies.size() + ".parquet");
      store.download(delta.location(file), copy);
      copies.add(copy);
    }
    workspace.bindParquet(
        ROWS,
        copies,
        group.stream().map(DataFile::partitionValues).toList(),
        base.schema(),
        base.partitionColumns());
  }

  private static long count(Workspace workspace) {
    String count =
        workspace
            .query("SELECT count(*) FILTER (WHERE %s) FROM %s".formatted(FAILED, ROWS), 1)
            .rows()
            .get(0)
            .get(0)
            .text()
            .orElseThrow();
    return Long.parseLong(count);
  }

  private static String query(StructType schema, String model, String textColumn) {
    String columns =
        schema.fields().stream()
            .map(Field::name)
            .map(
                name ->
                    isAnswer(name)
                        ? "CASE WHEN again THEN answer.%s ELSE %s END AS %s"
                            .formatted(name.toLowerCase(Locale.ROOT), quoted(name), quoted(name))
                        : quoted(name))
            .collect(joining(", "));
    return """
        SELECT %s
        FROM (
          SELECT *, CASE WHEN again THEN ai_query('%s', %s) END AS answer
          FROM (SELECT *, %s AS again FROM %s))"""
        .formatted(columns, model.replace("'", "''"), quoted(textColumn), FAILED, ROWS);
  }

  private List<DataFile> upload(DeltaTable delta, List<ParquetFile> files) {
    List<DataFile> added = new ArrayList<>();
    for (ParquetFile file : files) {
      String name = "part-" + UUID.randomUUID() + ".zstd.parquet";
      ObjectPath target = delta.root().resolve(name);
      store.upload(target, file.localPath(), Map.of());
      added.add(
          new DataFile(
              name,
              file.partitionValues(),
              file.sizeBytes(),
              Instant.now(),
              Optional.of(file.statsJson())));
    }
    return added;
  }

  private static Transaction replace(
      Snapshot base, List<DataFile> removed, List<DataFile> added, long tried, long scored) {
    return Transaction.of(base, OPERATION)
        .add(added)
        .remove(removed)
        .partitionColumns(base.partitionColumns())
        .metrics(
            Map.of("numTriedRows", Long.toString(tried), "numScoredRows", Long.toString(scored)))
        .build();
  }

  /** Files that were not looked at yet and that their statistics do not clear. */
  private static List<DataFile> nextGroup(Snapshot snapshot, Set<String> done) {
    List<DataFile> group = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : snapshot.files()) {
      if (done.contains(file.path()) || FailedRows.surelyNoneIn(file)) {
        continue;
      }
      if (!group.isEmpty() && bytes + file.sizeBytes() > MAX_BYTES_PER_COMMIT) {
        break;
      }
      group.add(file);
      bytes += file.sizeBytes();
    }
    return group;
  }

  private String modelOf(String name) {
    Table table =
        pipeline
            .table(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot rescore table %s: the pipeline has only %s"
                            .formatted(
                                name, pipeline.tables().stream().map(Table::name).toList())));
    List<String> models =
        table.flows().stream().flatMap(flow -> flow.query().models().stream()).distinct().toList();
    if (models.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot rescore table %s: its query asks %d models, not one %s"
              .formatted(name, models.size(), models));
    }
    return models.get(0);
  }

  private static void checkColumns(String table, String textColumn, StructType schema) {
    List<String> names =
        schema.fields().stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList();
    for (String needed : List.of("label", "error", textColumn.toLowerCase(Locale.ROOT))) {
      if (!names.contains(needed)) {
        throw new IllegalArgumentException(
            "Cannot rescore table %s: it has no column %s, only %s"
                .formatted(table, needed, names));
      }
    }
  }

  private static boolean isAnswer(String column) {
    return ANSWER.contains(column.toLowerCase(Locale.ROOT));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
