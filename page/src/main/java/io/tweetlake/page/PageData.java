package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Node;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.Lineage.Update;
import io.tweetlake.report.Moods;
import io.tweetlake.report.Run;
import io.tweetlake.report.RunHistory;
import io.tweetlake.sql.ViolationAction;
import io.tweetlake.types.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page's data as the one JSON document that its script reads.
 *
 * @param hash changes whenever anything that the page shows changes
 */
record PageData(String json, String hash) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MADE_AT = "madeAt";
  private static final String RUNNING = "running";
  private static final Run.Task NOTHING_YET =
      new Run.Task(0, Duration.ZERO, 0, 0, 0, 0, Optional.empty());
  private static final QueryResult NO_ROWS = new QueryResult(List.of(), List.of(), true);

  PageData {
    requireNonNull(json, "json is null");
    requireNonNull(hash, "hash is null");
  }

  /**
   * Turns a report into the page's data.
   *
   * @param lake what the page calls the lake
   * @param samples the first rows by table, for a page without a server behind it; may be empty
   */
  static PageData of(LakeReport report, String lake, Map<String, QueryResult> samples) {
    ObjectNode root = JSON.createObjectNode();
    root.put("lake", lake);
    root.put(
        "running",
        report.tables().stream().anyMatch(table -> table.status() == Lineage.Status.RUNNING));
    lineage(root.putObject("lineage"), report.lineage());
    report.moods().ifPresent(moods -> moods(root.putObject("moods"), moods));
    ArrayNode languages = root.putArray("languages");
    for (LakeReport.LanguageCount count : report.languages()) {
      ObjectNode node = languages.addObject();
      node.put("lang", count.language().orElse(null));
      node.put("posts", count.posts());
    }
    ArrayNode places = root.putArray("places");
    for (LakeReport.Place place : report.places()) {
      ObjectNode node = places.addObject();
      node.put("longitude", place.longitude());
      node.put("latitude", place.latitude());
      node.put("posts", place.posts());
    }
    runs(root.putObject("runs"), report);
    tables(root.putArray("tables"), report, samples);
    String hash = hash(text(root));
    root.put(MADE_AT, report.madeAt().toString());
    return new PageData(text(root), hash);
  }

  private static void lineage(ObjectNode target, Lineage lineage) {
    ArrayNode nodes = target.putArray("nodes");
    for (Node node : lineage.nodes()) {
      ObjectNode json = nodes.addObject();
      json.put("id", node.name());
      json.put("name", node.name());
      if (node instanceof FileNode files) {
        json.put("kind", "source");
        json.put("status", files.files() > 0 ? "completed" : "idle");
        json.put("path", files.path());
        json.put("files", files.files());
        json.put("written", files.rows());
      } else if (node instanceof ModelNode model) {
        json.put("kind", "model");
        json.put("status", model.modelIds().isEmpty() ? "idle" : "completed");
        strings(json.putArray("modelIds"), model.modelIds());
      } else if (node instanceof TableNode table) {
        table(json, table);
      }
    }
    ArrayNode edges = target.putArray("edges");
    for (Lineage.Edge edge : lineage.edges()) {
      edges.addObject().put("from", edge.from()).put("to", edge.to());
    }
  }

  private static void table(ObjectNode json, TableNode table) {
    json.put("kind", table.kind());
    json.put("status", lower(table.status()));
    json.put("comment", table.comment().orElse(null));
    json.put("sql", table.definition());
    json.put("written", table.rowsWritten());
    json.put("dropped", table.rowsDropped());
    json.put("quarantined", table.rowsQuarantined());
    json.put("version", table.version().orElse(null));
    json.put("lastCommitAt", table.lastCommitAt().map(Object::toString).orElse(null));
    json.put(
        "lastDurationMillis",
        table.lastUpdate().map(update -> update.duration().toMillis()).orElse(null));
    json.put("error", table.error().orElse(null));
    ArrayNode schema = json.putArray("schema");
    for (Field field : table.schema()) {
      schema.addObject().put("name", field.name()).put("type", field.type().ddl());
    }
    ArrayNode expectations = json.putArray("expectations");
    for (Lineage.ExpectationCount count : table.expectations()) {
      ObjectNode node = expectations.addObject();
      node.put("name", count.name());
      node.put("predicate", count.predicate());
      node.put("action", action(count.action()));
      node.put("passed", count.passed());
      node.put("failed", count.failed());
    }
    ArrayNode updates = json.putArray("updates");
    for (Update update : table.updates()) {
      ObjectNode node = updates.addObject();
      node.put("version", update.version());
      node.put("at", update.endedAt().toString());
      node.put("rowsIn", update.rowsIn());
      node.put("written", update.rowsWritten());
      node.put("dropped", update.rowsDropped());
      node.put("quarantined", update.rowsQuarantined());
      node.put("durationMillis", update.duration().toMillis());
    }
  }

  private static String action(ViolationAction action) {
    return switch (action) {
      case WARN -> "warn";
      case DROP_ROW -> "drop";
      case FAIL_UPDATE -> "fail";
      case QUARANTINE_ROW -> "quarantine";
    };
  }

  private static void moods(ObjectNode target, Moods moods) {
    target.put("total", moods.total());
    target.put("unscored", moods.unscored());
    strings(target.putArray("models"), moods.models());
    ObjectNode labels = target.putObject("labels");
    List.of("POS", "NEU", "NEG")
        .forEach(label -> labels.put(label, moods.counts().getOrDefault(label, 0L)));
    posts(target.putArray("mostPositive"), moods.mostPositive());
    posts(target.putArray("mostNegative"), moods.mostNegative());
    ArrayNode words = target.putArray("words");
    for (Moods.Word word : moods.words()) {
      words.addObject().put("word", word.word()).put("count", word.count());
    }
    ArrayNode overTime = target.putArray("overTime");
    for (Moods.Interval interval : moods.overTime()) {
      ObjectNode node = overTime.addObject();
      node.put("at", interval.start().toString());
      labels(node, interval.positive(), interval.neutral(), interval.negative());
    }
    ArrayNode byLanguage = target.putArray("byLanguage");
    for (Moods.ByLanguage language : moods.byLanguage()) {
      ObjectNode node = byLanguage.addObject();
      node.put("lang", language.language());
      labels(node, language.positive(), language.neutral(), language.negative());
    }
  }

  private static void labels(ObjectNode node, long positive, long neutral, long negative) {
    node.put("POS", positive).put("NEU", neutral).put("NEG", negative);
  }

  private static void posts(ArrayNode target, List<Moods.Post> posts) {
    for (Moods.Post post : posts) {
      ObjectNode node = target.addObject();
      node.put("id", post.id());
      node.put("lang", post.language());
      node.put("text", post.text());
      node.put("label", post.label());
      node.put("score", post.score());
      strings(node.putArray("words"), post.words());
    }
  }

  private static void runs(ObjectNode target, LakeReport report) {
    target.put("pauseSeconds", RunHistory.PAUSE.toSeconds());
    ArrayNode tasks = target.putArray("tasks");
    report.runs().stream()
        .flatMap(run -> run.tasks().keySet().stream())
        .filter(task -> report.tables().stream().noneMatch(table -> table.name().equals(task)))
        .distinct()
        .sorted()
        .forEach(tasks::add);
    report.tables().forEach(table -> tasks.add(table.name()));
    ArrayNode columns = target.putArray("columns");
    for (Run run : report.runs()) {
      ObjectNode column = columns.addObject();
      column.put("startedAt", run.startedAt().toString());
      column.put("durationMillis", run.duration().toMillis());
      column.put("status", run.failed() ? "failed" : "completed");
      ObjectNode cells = column.putObject("tasks");
      run.tasks().forEach((name, task) -> cell(cells.putObject(name), task));
    }
    List<String> running =
        report.tables().stream()
            .filter(table -> table.status() == Lineage.Status.RUNNING)
            .map(TableNode::name)
            .toList();
    if (!running.isEmpty()) {
      ObjectNode column = runningColumn(columns, report);
      ObjectNode cells = column.withObject("/tasks");
      for (String table : running) {
        if (!cells.has(table)) {
          cell(cells.putObject(table), NOTHING_YET);
        }
        ((ObjectNode) cells.get(table)).put("status", RUNNING);
      }
    }
  }

  /** The last run where it may still be going on, else a new one. */
  private static ObjectNode runningColumn(ArrayNode columns, LakeReport report) {
    boolean goesOn =
        !report.runs().isEmpty()
            && report
                .runs()
                .get(report.runs().size() - 1)
                .endedAt()
                .plus(RunHistory.PAUSE)
                .isAfter(report.madeAt());
    ObjectNode column = goesOn ? (ObjectNode) columns.get(columns.size() - 1) : columns.addObject();
    if (!goesOn) {
      column.put("startedAt", report.madeAt().toString());
      column.put("durationMillis", 0);
      column.putObject("tasks");
    }
    return column.put("status", RUNNING);
  }

  private static void cell(ObjectNode node, Run.Task task) {
    node.put("status", task.error().isPresent() ? "failed" : "completed");
    node.put("updates", task.updates());
    node.put("durationMillis", task.duration().toMillis());
    node.put("rowsIn", task.rowsIn());
    node.put("written", task.rowsWritten());
    node.put("dropped", task.rowsDropped());
    node.put("files", task.inputFiles());
    node.put("error", task.error().orElse(null));
  }

  private static void tables(
      ArrayNode target, LakeReport report, Map<String, QueryResult> samples) {
    for (TableNode table : report.tables()) {
      if (table.version().isEmpty()) {
        continue;
      }
      ObjectNode node = target.addObject();
      node.put("name", table.name());
      node.put("version", table.version().get());
      node.put("firstVersion", table.updates().stream().mapToLong(Update::version).min().orElse(0));
      node.put("rows", table.rows());
      node.set("sample", RowsJson.of(samples.getOrDefault(table.name(), NO_ROWS)));
    }
  }

  private static void strings(ArrayNode target, List<String> values) {
    values.forEach(target::add);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values is always JSON", e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
