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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
   * @param posts ids of posts to remove, of which other posts may hold copies
   * @param removed ids of rows to remove: those posts, and retweets of them
   * @param scrubbed ids of rows to take the places from
   * @param stripped ids of rows to take copies of those posts from
   */
  record Targets(
      Set<String> posts, Set<String> removed, Set<String> scrubbed, Set<String> stripped) {
    Targets {
      posts = Set.copyOf(posts);
      removed = Set.copyOf(removed);
      scrubbed = Set.copyOf(scrubbed);
      stripped = Set.copyOf(stripped);
    }

    /** The rows that are removed or changed. */
    Set<String> rows() {
      return Stream.of(removed, scrubbed, stripped)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * What the tables that read landing files say of a request.
   *
   * @param rows how many rows of theirs it meets, by id; empty where not all could be told
   * @param isThorough whether every row was looked at that may hold a copy of a post
   */
  record Found(Targets targets, Optional<Map<String, Long>> rows, boolean isThorough) {

    /** The posts to remove that those tables have: their lines are out of the landing files. */
    Targets present() {
      Set<String> removed = new HashSet<>(targets.removed());
      rows.ifPresent(known -> removed.retainAll(known.keySet()));
      return new Targets(targets.posts(), removed, targets.scrubbed(), targets.stripped());
    }
  }

  /** What became of a table. */
  record Cleaned(TableReport report, boolean isComplete) {}

  private record Rewrite(
      DataFile file, List<DataFile> added, long removed, long scrubbed, long stripped) {}

  /**
   * Looks for the posts of a request, for those that its users wrote, and for those that hold
   * copies of its posts.
   */
  Found find(ForgetRequest request, List<String> fileTables) {
    Search search = new Search(request);
    for (String table : fileTables) {
      updater.delta(table).snapshot().ifPresent(snapshot -> search.lookInto(table, snapshot));
    }
    return search.found();
  }

  private final class Search {
    private final ForgetRequest request;
    private final Targets wanted;
    // what rows repeat must not keep from being found what they are
    private final Instant copiesDeadline;
    private final Set<String> removed;
    private final Set<String> scrubbed = new HashSet<>();
    private final Set<String> stripped = new HashSet<>();
    private final Map<String, Long> rows = new HashMap<>();
    private boolean complete = true;
    private boolean thorough = true;

    Search(ForgetRequest request) {
      this.request = request;
      this.wanted = new Targets(request.posts(), request.posts(), Set.of(), Set.of());
      this.removed = new HashSet<>(request.posts());
      Instant now = Instant.now();
      this.copiesDeadline = now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    void lookInto(String table, Snapshot snapshot) {
      StructType schema = snapshot.schema();
      if (schema.field(ID).isEmpty()) {
        complete = false;
        return;
      }
      Optional<String> user = ForgottenRows.userCondition(schema, request.places());
      EmbeddedPosts embedded = new EmbeddedPosts(schema);
      for (DataFile file : snapshot.files()) {
        if (isLate()) {
          complete = false;
          return;
        }
        boolean copies =
            embedded.isPossible() && mayHoldCopies(file, request.posts()) && hasTimeForCopies();
        if (user.isPresent() || copies || mayHold(file, request.posts())) {
          try (Workspace workspace = bind(table, snapshot, file, wanted)) {
            lookInto(workspace, schema, user, copies ? Optional.of(embedded) : Optional.empty());
          }
        }
      }
    }

    private boolean hasTimeForCopies() {
      boolean inTime = Instant.now().isBefore(copiesDeadline);
      thorough &= inTime;
      return inTime;
    }

    private void lookInto(
        Workspace workspace,
        StructType schema,
        Optional<String> user,
        Optional<EmbeddedPosts> embedded) {
      List<String> conditions = new ArrayList<>(List.of(ForgottenRows.isTarget("remove")));
      user.ifPresent(
          wrote -> {
            scrubbed.addAll(ids(workspace, wrote));
            conditions.add("(%s AND %s)".formatted(wrote, ForgottenRows.hasPlace(schema)));
          });
      embedded.ifPresent(
          copies -> {
            Set<String> posts = embeddedPosts(workspace, copies);
            if (!posts.isEmpty()) {
              removed.addAll(ids(workspace, copies.isRetweet(posts)));
              stripped.addAll(ids(workspace, copies.hasCopy(posts)));
              conditions.add(copies.isRetweet(posts));
              conditions.add(copies.hasCopy(posts));
            }
          });
      countById(workspace, String.join(" OR ", conditions), rows);
    }

    Found found() {
      scrubbed.removeAll(removed);
      stripped.removeAll(removed);
      return new Found(
          new Targets(request.posts(), removed, scrubbed, stripped),
          complete ? Optional.of(rows) : Optional.empty(),
          thorough);
    }
  }

  /** Those of the posts of which rows hold copies. */
  private static Set<String> embeddedPosts(Workspace workspace, EmbeddedPosts embedded) {
    String sql =
        "SELECT DISTINCT post FROM (SELECT unnest(%s) AS post FROM %s) WHERE %s"
            .formatted(embedded.ids(), ROWS, ForgottenRows.isWanted("post"));
    return texts(workspace, sql);
  }

  /**
   * Has updates and refreshes refused that began before now: they may hold what was taken out of
   * the files that they read. A no-op where there is no table, or where it does not hold posts.
   */
  void refuseOlderWork(String table) {
    for (int attempt = 1; ; attempt++) {
      Optional<Snapshot> snapshot = updater.delta(table).snapshot();
      if (snapshot.isEmpty() || snapshot.get().schema().field(ID).isEmpty()) {
        return;
      }
      try {
        commit(table, snapshot.get(), List.of(), 0, 0);
        return;
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
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
      if (mayHold(file, targets.rows())) {
        rewrite(table, snapshot, file, targets).ifPresent(rewrites::add);
      }
    }
    long removed = rewrites.stream().mapToLong(Rewrite::removed).sum();
    long scrubbed = rewrites.stream().mapToLong(Rewrite::scrubbed).sum();
    long stripped = rewrites.stream().mapToLong(Rewrite::stripped).sum();
    if (!rewrites.isEmpty()) {
      commit(table, snapshot, rewrites, removed, scrubbed + stripped);
    }
    return new Cleaned(
        new TableReport(table, removed, scrubbed, stripped, rewrites.size()), complete);
  }

  private Optional<Rewrite> rewrite(
      String table, Snapshot snapshot, DataFile file, Targets targets) {
    StructType schema = snapshot.schema();
    EmbeddedPosts embedded = new EmbeddedPosts(schema);
    try (Workspace workspace = bind(table, snapshot, file, targets)) {
      // a join with the targets would hold all columns of a wide table several times
      String remove = ForgottenRows.isOneOf(ids(workspace, ForgottenRows.isTarget("remove")));
      String scrub =
          ForgottenRows.isOneOf(
              ids(
                  workspace,
                  ForgottenRows.isTarget("scrub") + " AND " + ForgottenRows.hasPlace(schema)));
      Set<String> copied =
          embedded.isPossible() ? embeddedPosts(workspace, embedded) : Set.<String>of();
      long removed = count(workspace, remove);
      long scrubbed = count(workspace, scrub + " AND NOT " + remove);
      long stripped = count(workspace, embedded.hasCopy(copied) + " AND NOT " + remove);
      if (removed + scrubbed + stripped == 0) {
        return Optional.empty();
      }
      String replaced =
          ForgottenRows.clause(
              List.of(
                  scrubbed == 0 ? Map.of() : ForgottenRows.replacements(schema, scrub),
                  stripped == 0 ? Map.of() : embedded.replacements(copied)));
      WriteRequest request =
          new WriteRequest(
              "SELECT *%s FROM %s WHERE NOT %s".formatted(replaced, ROWS, remove),
              List.of(),
              Optional.of(schema),
              snapshot.partitionColumns(),
              workspace.newFolder());
      List<DataFile> added =
          updater.target(updater.delta(table)).upload(workspace.write(request).files());
      return Optional.of(new Rewrite(file, added, removed, scrubbed, stripped));
    }
  }

  private void commit(
      String table, Snapshot base, List<Rewrite> rewrites, long removed, long changed) {
    Map<String, List<DataFile>> replacements = new LinkedHashMap<>();
    rewrites.forEach(rewrite -> replacements.put(rewrite.file().path(), rewrite.added()));
    Map<String, String> metrics = new HashMap<>(Rewrites.metric(replacements));
    metrics.put("numRemovedFiles", Integer.toString(rewrites.size()));
    metrics.put("numDeletedRows", Long.toString(removed));
    metrics.put("numUpdatedRows", Long.toString(changed));
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
    return texts(
        workspace, "SELECT CAST(id AS VARCHAR) FROM %s WHERE %s".formatted(ROWS, condition));
  }

  private static Set<String> texts(Workspace workspace, String sql) {
    return workspace.query(sql, Integer.MAX_VALUE).rows().stream()
        .map(row -> row.get(0))
        .map(Value::text)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** Whether a file's statistics leave room for one of the posts. */
  private static boolean mayHold(DataFile file, Set<String> ids) {
    JsonNode stats = stats(file);
    JsonNode least = stats.path("minValues").path(ID);
    JsonNode greatest = stats.path("maxValues").path(ID);
    if (!least.isIntegralNumber() || !greatest.isIntegralNumber()) {
      return !ids.isEmpty();
    }
    return numbers(ids).anyMatch(id -> id >= least.longValue() && id <= greatest.longValue());
  }

  /** Whether a file may hold copies of the posts, which are older than what repeats them. */
  private static boolean mayHoldCopies(DataFile file, Set<String> posts) {
    JsonNode greatest = stats(file).path("maxValues").path(ID);
    return greatest.isIntegralNumber()
        ? numbers(posts).anyMatch(id -> id < greatest.longValue())
        : !posts.isEmpty();
  }

  private static JsonNode stats(DataFile file) {
    try {
      return JSON.readTree(file.statsJson().orElse("{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not statistics: " + file.statsJson(), e);
    }
  }

  private static LongStream numbers(Set<String> ids) {
    return ids.stream().map(TableCleaner::number).flatMapToLong(OptionalLong::stream);
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
