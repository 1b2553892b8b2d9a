package io.tweetlake.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.delta.Commit;
import io.tweetlake.engine.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An update's numbers as they stand in its commit, by the names that Delta's history uses. */
public final class CommitMetrics {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FLOW = "flow";
  private static final String STARTED_AT = "startedAt";
  private static final String DURATION = "durationMs";
  private static final String INPUT_FILES = "numInputFiles";
  private static final String INPUT_BYTES = "numInputBytes";
  private static final String INPUT_ROWS = "numInputRows";
  private static final String OUTPUT_ROWS = "numOutputRows";
  private static final String DROPPED_ROWS = "numDroppedRows";
  private static final String QUARANTINED_ROWS = "numQuarantinedRows";
  private static final String CONFLICTS = "numConflicts";
  private static final String NEWEST_INPUT_AT = "newestInputAt";
  private static final String EXPECTATIONS = "expectations";

  private CommitMetrics() {}

  /** The metrics as a commit carries them. */
  static Map<String, String> write(UpdateMetrics metrics) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FLOW, metrics.flow());
    texts.put(STARTED_AT, metrics.startedAt().toString());
    texts.put(DURATION, Long.toString(metrics.duration().toMillis()));
    texts.put(INPUT_FILES, Long.toString(metrics.inputFiles()));
    texts.put(INPUT_BYTES, Long.toString(metrics.inputBytes()));
    texts.put(INPUT_ROWS, Long.toString(metrics.rowsIn()));
    texts.put(OUTPUT_ROWS, Long.toString(metrics.rowsWritten()));
    texts.put(DROPPED_ROWS, Long.toString(metrics.rowsDropped()));
    texts.put(QUARANTINED_ROWS, Long.toString(metrics.rowsQuarantined()));
    texts.put(CONFLICTS, Integer.toString(metrics.conflicts()));
    metrics.newestInputAt().ifPresent(time -> texts.put(NEWEST_INPUT_AT, time.toString()));
    texts.put(EXPECTATIONS, expectations(metrics).toString());
    return texts;
  }

  /**
   * Reads the metrics back from a table's log; empty where the commit was not made by an update,
   * such as a compaction.
   */
  public static Optional<UpdateMetrics> read(String table, Commit commit) {
    Map<String, String> texts = commit.metrics();
    if (!texts.containsKey(FLOW) || !texts.containsKey(INPUT_ROWS)) {
      return Optional.empty();
    }
    return Optional.of(
        new UpdateMetrics(
            table,
            texts.get(FLOW),
            commit.version(),
            Instant.parse(texts.get(STARTED_AT)),
            Duration.ofMillis(Long.parseLong(texts.get(DURATION))),
            Long.parseLong(texts.get(INPUT_FILES)),
            Long.parseLong(texts.get(INPUT_BYTES)),
            Long.parseLong(texts.get(INPUT_ROWS)),
            Long.parseLong(texts.get(OUTPUT_ROWS)),
            Long.parseLong(texts.get(DROPPED_ROWS)),
            Long.parseLong(texts.get(QUARANTINED_ROWS)),
            Integer.parseInt(texts.get(CONFLICTS)),
            Optional.ofNullable(texts.get(NEWEST_INPUT_AT)).map(Instant::parse),
            expectations(texts.get(EXPECTATIONS))));
  }

  /** The counts that are recorded, in the event log's JSON. */
  static ArrayNode expectations(UpdateMetrics metrics) {
    ArrayNode array = JSON.createArrayNode();
    for (ExpectationCount count : metrics.recordedExpectations()) {
      ObjectNode node = array.addObject();
      node.put("name", count.name());
      node.put("dataset", count.dataset());
      node.put("action", count.action().name());
      node.put("passed_records", count.passed());
      node.put("failed_records", count.failed());
    }
    return array;
  }

  private static List<ExpectationCount> expectations(String json) {
    try {
      List<ExpectationCount> counts = new ArrayList<>();
      for (JsonNode node : JSON.readTree(json)) {
        counts.add(
            new ExpectationCount(
                node.get("dataset").asText(),
                node.get("name").asText(),
                Rule.Action.valueOf(node.get("action").asText()),
                node.get("passed_records").asLong(),
                node.get("failed_records").asLong()));
      }
      return counts;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot read a commit's expectations: " + json, e);
    }
  }
}
