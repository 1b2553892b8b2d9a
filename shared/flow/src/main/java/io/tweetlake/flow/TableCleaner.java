package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.QueryResult.Value;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.flow.ForgetReport.TableReport;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes tables' files anew without some posts, or without their places. */
final class TableCleaner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "id";
  private static final String ROWS = "tweetlake_rows";
  private static final int MAX_ATTEMPTS = 20;

  private final Updater updater;
  private final Instant deadline;

  TableCleaner(Updater updater, Instant deadline) {
    this.updater = requireNonNull(updater, "updater is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
  }

  /**
   * The posts that are meant.
   *
   * @param removed ids of posts to remove
   * @param scrubbed ids of posts to take the places from
   */
  record Targets(Set<String> removed, Set<String> scrubbed) {
    Targets {
      removed = Set.copyOf(removed);
      scrubbed = Set.copyOf(scrubbed);
    }
  }

  /**
   * What the tables that read landing files say of a request.
   *
   * @param rows how many rows of theirs it meets, by id; empty where not all could be told
   */
  record Found(Targets targets, Optional<Map<String, Long>> rows) {
    boolean isComplete() {
      return rows.isPresent();
    }

    /** The posts to remove that those tables have: their lines are out of the landing files. */
    Targets present() {
      Set<String> removed = new HashSet<>(targets.removed());
      rows.ifPresent(known -> removed.retainAll(known.keySet()));
      return new Targets(removed, targets.scrubbed());
    }
  }

  /** What became of a table. */
  record Cleaned(TableReport report, boolean isComplete) {}

  private record Rewrite(DataFile file, List<DataFile> added, long removed, long scrubbed) {}

  /** Looks for the posts of a request, and for those that its users wrote. */
  Found find(ForgetRequest request, List<String> fileTables) {
    Set<String> scrubbed = new HashSet<>();
    Map<String, Long> rows = new HashMap<>();
    boolean complete = true;
    for (String table : fileTables) {
      Optional<Snapshot> snapshot = updater.delta(table).snapshot();
      if (snapshot.isEmpty()) {
        continue;
      }
      StructType schema = snapshot.get().schema();
      if (schema.field(ID).isEmpty()) {
        complete = false;
        continue;
      }
      Optional<String> user = ForgottenRows.userCondition(schema, request.places());
      for (DataFile file : snapshot.get().files()) {
        if (isLate()) {
          complete = false;
          break;
        }
        Targets wanted = new Targets(request.posts(), Set.of());
        if (user.isEmpty() && !mayHold(file, wanted)) {
          continue;
        }
        try (Workspace workspace = bind(table, snapshot.get(), file, wanted)) {
          Set<String> users = user.map(condition -> ids(workspace, condition)).orElse(Set.of());
          scrubbed.addAll(users);
          String condition =
              user.map(wrote -> "(%s AND %s)".formatted(wrote, ForgottenRows.hasPlace(schema)))
                  .map(scrub -> ForgottenRows.isTarget("remove") + " OR " + scrub)
                  .orElse(ForgottenRows.isTarget("remove"));
          countById(workspace, condition, rows);
        }
      }
    }
    scrubbed.removeAll(request.posts());
    return new Found(
        new Targets(request.posts(), scrubbed), complete ? Optional.of(rows) : Optional.empty());
  }

  /** Cleans a table; empty where there is none, or where it does not hold posts. */
  Optional<Cleaned> clean(String table, Targets targets) {
    for (int attempt = 1; ; attempt++) {
      Optional<Snapshot> snapshot = updater.delta(table).snapshot();
      if (snapshot.isEmpty() || snapshot.get().schema().field(ID).isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(clean(table, snapshot.get(), targets));
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Cleaned clean(String table, Snapshot snapshot, Targets targets) {
    List<Rewrite> rewrites = new ArrayList<>();
    boolean complete = true;
    for (DataFile file : snapshot.files()) {
      if (isLate()) {
        complete = false;
        break;
      }
      if (mayHold(file, targets)) {
        rewrite(table, snapshot, file, targets).ifPresent(rewrites::add);
      }
    }
    long removed = rewrites.stream().mapToLong(Rewrite::removed).sum();
    long scrubbed = rewrites.stream().mapToLong(Rewrite::scrubbed).sum();
    if (!rewrites.isEmpty()) {
      commit(table, snapshot, rewrites, removed, scrubbed);
    }
    return new Cleaned(new TableReport(table, removed, scrubbed, rewrites.size()), complete);
  }

  private Optional<Rewrite> rewrite(
      String table, Snapshot snapshot, DataFile file, Targets targets) {
    StructType schema = snapshot.schema();
    String scrub = ForgottenRows.isTarget("scrub") + " AND " + ForgottenRows.hasPlace(schema);
    try (Workspace workspace = bind(table, snapshot, file, targets)) {
      long removed = count(workspace, ForgottenRows.isTarget("remove"));
      long scrubbed = count(workspace, scrub + " AND NOT " + ForgottenRows.isTarget("remove"));
      if (removed + scrubbed == 0) {
        return Optional.empty();
      }
      WriteRequest request =
          new WriteRequest(
              "SELECT *%s FROM %s WHERE NOT %s"
                  .formatted(
                      ForgottenRows.replacements(schema, scrub),
                      ROWS,
                      ForgottenRows.isTarget("remove")),
              List.of(),
              Optional.of(schema),
              snapshot.partitionColumns(),
              workspace.newFolder());
      List<DataFile> added =
          updater.target(updater.delta(table)).upload(workspace.write(request).files());
      return Optional.of(new Rewrite(file, added, removed, scrubbed));
    }
  }

  private void commit(
      String table, Snapshot base, List<Rewrite> rewrites, long removed, long scrubbed) {
    Map<String, List<DataFile>> replacements = new LinkedHashMap<>();
    rewrites.forEach(rewrite -> replacements.put(rewrite.file().path(), rewrite.added()));
    Map<String, String> metrics = new HashMap<>(Rewrites.metric(replacements));
    metrics.put("numRemovedFiles", Integer.toString(rewrites.size()));
    metrics.put("numDeletedRows", Long.toString(removed));
    metrics.put("numUpdatedRows", Long.toString(scrubbed));
    long times = base.progress(Progress.FORGOTTEN).orElse(0);
    updater
        .delta(table)
        .commit(
            new Transaction(
                Optional.of(base),
                rewrites.stream().flatMap(rewrite -> rewrite.added().stream()).toList(),
                rewrites.stream().map(Rewrite::file).toList(),
                true,
                List.of(new Progress(Progress.FORGOTTEN, times + 1)),
                Optional.empty(),
                base.partitionColumns(),
                Map.of(),
                Optional.empty(),
                Rewrites.FORGET,
                metrics));
  }

  private Workspace bind(String table, Snapshot snapshot, DataFile file, Targets targets) {
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
      return workspace;
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  private static long count(Workspace workspace, String condition) {
    String sql = "SELECT count(*) FROM %s WHERE %s".formatted(ROWS, condition);
    return Long.parseLong(workspace.query(sql, 1).rows().get(0).get(0).text().orElseThrow());
  }

  private static void countById(Workspace workspace, String condition, Map<String, Long> counts) {
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

  private static Set<String> ids(Workspace workspace, String condition) {
    String sql = "SELECT CAST(id AS VARCHAR) FROM %s WHERE %s".formatted(ROWS, condition);
    return workspace.query(sql, Integer.MAX_VALUE).rows().stream()
        .map(row -> row.get(0))
        .map(Value::text)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** Whether a file's statistics leave room for one of the posts. */
  private static boolean mayHold(DataFile file, Targets targets) {
    try {
      JsonNode stats = JSON.readTree(file.statsJson().orElse("{}"));
      JsonNode least = stats.path("minValues").path(ID);
      JsonNode greatest = stats.path("maxValues").path(ID);
      if (!least.isIntegralNumber() || !greatest.isIntegralNumber()) {
        return !targets.removed().isEmpty() || !targets.scrubbed().isEmpty();
      }
      return Arrays.asList(targets.removed(), targets.scrubbed()).stream()
          .flatMap(Set::stream)
          .flatMap(id -> number(id).stream().boxed())
          .anyMatch(id -> id >= least.longValue() && id <= greatest.longValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not statistics: " + file.statsJson(), e);
    }
  }

  private static OptionalLong number(String id) {
    try {
      return OptionalLong.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private boolean isLate() {
    return !Instant.now().isBefore(deadline);
  }
}
