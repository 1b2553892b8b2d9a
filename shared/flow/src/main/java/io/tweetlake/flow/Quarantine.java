package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.delta.Commit;
import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows of a table that broke a rule: a second table, {@code <table>_quarantine}, kept in step
 * with the first.
 *
 * <p>Two Delta tables cannot be committed at once. So the table's commit names the files of its
 * quarantined rows, which are in the store by then, and the quarantine takes over what each of
 * those commits names, in order, together with the version it came from. Whoever finds the
 * quarantine behind brings it up: after its own commit, or, where a writer died in between, before
 * its own work.
 */
final class Quarantine {
  static final String SUFFIX = "_quarantine";
  static final String OPERATION = "QUARANTINE";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DESCRIPTION = "Rows that broke a rule of ";
  private static final String FILES = "quarantineFiles";
  private static final String COLUMNS = "quarantineColumns";
  private static final int MAX_ATTEMPTS = 10;
  private static final long MAX_VERSIONS_WITHOUT_PROGRESS = 50;

  private final String table;
  private final TargetTable source;
  private final TargetTable aside;
  private final String progressKey;

  Quarantine(String table, TargetTable source, TargetTable aside) {
    this.table = requireNonNull(table, "table is null");
    this.source = requireNonNull(source, "source is null");
    this.aside = requireNonNull(aside, "aside is null");
    this.progressKey = ProgressKeys.TABLE + table;
  }

  /** Uploads an update's quarantined rows; returns what the table's commit is to say of them. */
  Map<String, String> upload(WriteResult result) {
    if (result.quarantineFiles().isEmpty()) {
      return Map.of();
    }
    ArrayNode files = JSON.createArrayNode();
    for (DataFile file : aside.upload(result.quarantineFiles())) {
      ObjectNode node = files.addObject();
      node.put("path", file.path());
      node.put("sizeBytes", file.sizeBytes());
      node.put("modifiedAt", file.modifiedAt().toEpochMilli());
      file.statsJson().ifPresent(stats -> node.put("stats", stats));
    }
    return Map.of(FILES, files.toString(), COLUMNS, result.quarantineSchema().ddl());
  }

  /** The quarantine as it is; empty where nothing has ever been quarantined. */
  Optional<Snapshot> snapshot() {
    return aside.snapshot();
  }

  /** Takes over what the table's commits name and the quarantine does not have yet. */
  void catchUp() {
    Optional<Snapshot> latest = source.snapshot();
    if (latest.isEmpty()) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        takeOver(latest.orElseThrow().version());
        return;
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void takeOver(long upTo) {
    Optional<Snapshot> base = aside.snapshot();
    OptionalLong done = base.map(state -> state.progress(progressKey)).orElse(OptionalLong.empty());
    long from = done.isPresent() ? done.getAsLong() + 1 : 0;
    if (from > upTo) {
      return;
    }
    List<DataFile> files = new ArrayList<>();
    StructType columns = base.map(Snapshot::schema).orElse(new StructType(List.of()));
    long rows = 0;
    Iterator<Commit> commits = source.delta().changes(from);
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.version() > upTo) {
        break;
      }
      String named = commit.metrics().get(FILES);
      if (named != null) {
        files.addAll(files(named));
        columns = Schemas.union(columns, StructType.parse(commit.metrics().get(COLUMNS)));
        rows += CommitMetrics.read(table, commit).map(UpdateMetrics::rowsQuarantined).orElse(0L);
      }
    }
    boolean lagging = base.isPresent() && upTo - from >= MAX_VERSIONS_WITHOUT_PROGRESS;
    if (files.isEmpty() && !lagging) {
      return;
    }
    StructType schema = columns;
    aside
        .delta()
        .commit(
            new Transaction(
                base,
                files,
                List.of(),
                true,
                List.of(new Progress(progressKey, upTo)),
                Optional.of(schema)
                    .filter(
                        next ->
                            base.map(state -> !state.schema().ddl().equals(next.ddl()))
                                .orElse(true)),
                List.of(),
                Map.of(),
                Optional.of(DESCRIPTION + table),
                OPERATION,
                Map.of("numOutputRows", Long.toString(rows))));
  }

  /**
   * Replaces the quarantine by the rows that were quarantined while the table was built anew.
   *
   * @param built the log in which the table was built
   * @param version of the table that put it in place
   * @param base the quarantine when the building began
   */
  void replaceBy(DeltaTable built, long version, Optional<Snapshot> base) {
    List<DataFile> files = new ArrayList<>();
    StructType columns = new StructType(List.of());
    Iterator<Commit> commits = built.changes(0);
    while (commits.hasNext()) {
      Map<String, String> metrics = commits.next().metrics();
      if (metrics.containsKey(FILES)) {
        files.addAll(files(metrics.get(FILES)));
        columns = Schemas.union(columns, StructType.parse(metrics.get(COLUMNS)));
      }
    }
    if (base.isEmpty() && files.isEmpty()) {
      return;
    }
    Transaction transaction =
        new Transaction(
            base,
            files,
            List.of(),
            true,
            List.of(new Progress(progressKey, version)),
            Optional.of(files.isEmpty() ? base.orElseThrow().schema() : columns),
            List.of(),
            Map.of(),
            Optional.of(DESCRIPTION + table),
            OPERATION,
            Map.of());
    if (base.isPresent()) {
      aside.delta().replace(transaction);
    } else {
      aside.delta().commit(transaction);
    }
  }

  private static List<DataFile> files(String json) {
    try {
      List<DataFile> files = new ArrayList<>();
      for (JsonNode node : JSON.readTree(json)) {
        files.add(
            new DataFile(
                node.get("path").asText(),
                Map.of(),
                node.get("sizeBytes").asLong(),
                Instant.ofEpochMilli(node.get("modifiedAt").asLong()),
                Optional.ofNullable(node.get("stats")).map(JsonNode::asText)));
      }
      return files;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the quarantined files of a commit: " + json, e);
    }
  }
}
