package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the pipeline's event log, in the columns and JSON of Delta Live Tables: one object an
 * event, whose keys sort by time.
 */
public final class EventLog implements MetricsListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("'dt='yyyy-MM-dd/HHmmss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final String STABLE = "STABLE";

  private final Pipeline pipeline;
  private final String pipelineName;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Clock clock;

  public EventLog(Pipeline pipeline, String pipelineName, LakeLayout layout, ObjectStore store) {
    this(pipeline, pipelineName, layout, store, Clock.systemUTC());
  }

  EventLog(
      Pipeline pipeline, String pipelineName, LakeLayout layout, ObjectStore store, Clock clock) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.pipelineName = requireNonNull(pipelineName, "pipelineName is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    String updateId = UUID.randomUUID().toString();
    if (metrics.version() == 0) {
      flow(metrics.table(), metrics.flow()).ifPresent(flow -> defined(metrics, flow, updateId));
    }
    ObjectNode details = JSON.createObjectNode();
    ObjectNode progress = details.putObject("flow_progress");
    progress.put("status", "COMPLETED");
    ObjectNode numbers = progress.putObject("metrics");
    numbers.put("num_output_rows", metrics.rowsWritten());
    numbers.put("num_input_rows", metrics.rowsIn());
    numbers.put("num_input_files", metrics.inputFiles());
    numbers.put("num_input_bytes", metrics.inputBytes());
    numbers.put("num_quarantined_rows", metrics.rowsQuarantined());
    numbers.put("execution_ms", metrics.duration().toMillis());
    numbers.put("table_version", metrics.version());
    ObjectNode quality = progress.putObject("data_quality");
    quality.put("dropped_records", metrics.rowsDropped());
    quality.set("expectations", CommitMetrics.expectations(metrics));
    write(
        event(
            "flow_progress",
            "METRICS",
            "Flow '%s' has COMPLETED.".formatted(metrics.flow()),
            origin(updateId, metrics.table(), metrics.flow()),
            details));
  }

  private void defined(UpdateMetrics metrics, Flow flow, String updateId) {
    ObjectNode details = JSON.createObjectNode();
    ObjectNode definition = details.putObject("flow_definition");
    definition.put("output_dataset", metrics.table());
    ArrayNode inputs = definition.putArray("input_datasets");
    for (Source source : flow.query().sources()) {
      if (source instanceof TableSource upstream) {
        inputs.add(upstream.table());
      } else if (source instanceof FileSource files) {
        inputs.add(files.path());
      }
    }
    definition.put(
        "flow_type",
        pipeline
            .table(metrics.table())
            .map(table -> FlowType.of(table, flow).name())
            .orElseThrow());
    definition.put("query", flow.query().sql());
    write(
        event(
            "flow_definition",
            "INFO",
            "Flow '%s' defined as %s.".formatted(flow.name(), definition.get("flow_type").asText()),
            origin(updateId, metrics.table(), flow.name()),
            details));
  }

  /** How DLT calls what a flow does to its table. */
  private enum FlowType {
    APPEND,
    COMPLETE;

    static FlowType of(Table table, Flow flow) {
      return switch (table.kind()) {
        case STREAMING_TABLE -> flow.query().aggregation().isPresent() ? COMPLETE : APPEND;
        case MATERIALIZED_VIEW, APPLIED_CHANGES, TEMPORARY_VIEW -> COMPLETE;
      };
    }
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    ObjectNode details = JSON.createObjectNode();
    details.putObject("flow_progress").put("status", "FAILED");
    ObjectNode event =
        event(
            "flow_progress",
            "ERROR",
            "Flow '%s' has FAILED: %s".formatted(flow, cause.getMessage()),
            origin(UUID.randomUUID().toString(), table, flow),
            details);
    ObjectNode error = event.putObject("error");
    error.put("fatal", true);
    ObjectNode exception = error.putArray("exceptions").addObject();
    exception.put("class_name", cause.getClass().getName());
    exception.put("message", cause.getMessage());
    write(event);
  }

  @Override
  public void leftOut(String table, String flow, ObjectPath file, String reason) {
    ObjectNode details = JSON.createObjectNode();
    ObjectNode progress = details.putObject("flow_progress");
    progress.put("status", "RUNNING");
    ObjectNode left = progress.putObject("left_out_file");
    left.put("path", file.uri());
    left.put("reason", reason);
    write(
        event(
            "flow_progress",
            "WARN",
            "Flow '%s' goes on without %s: %s".formatted(flow, file.uri(), reason),
            origin(UUID.randomUUID().toString(), table, flow),
            details));
  }

  private Optional<Flow> flow(String table, String flow) {
    return pipeline.table(table).stream()
        .flatMap(declared -> declared.flows().stream())
        .filter(declared -> declared.name().equals(flow))
        .findFirst();
  }

  private ObjectNode origin(String updateId, String table, String flow) {
    ObjectNode origin = JSON.createObjectNode();
    origin.put("pipeline_name", pipelineName);
    origin.put("update_id", updateId);
    origin.put("dataset_name", table);
    origin.put("flow_name", flow);
    return origin;
  }

  private ObjectNode event(
      String type, String level, String message, ObjectNode origin, ObjectNode details) {
    Instant now = clock.instant();
    ObjectNode event = JSON.createObjectNode();
    event.put("id", UUID.randomUUID().toString());
    ObjectNode sequence = event.putObject("sequence");
    sequence.putObject("data_plane_id").put("instance", "execution").put("seq_no", micros(now));
    event.set("origin", origin);
    event.put("timestamp", now.toString());
    event.put("message", message);
    event.put("level", level);
    event.put("maturity_level", STABLE);
    event.putNull("error");
    event.set("details", details);
    event.put("event_type", type);
    return event;
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private void write(ObjectNode event) {
    Instant time = Instant.parse(event.get("timestamp").asText());
    // the level in the key lets readers find failures without reading everything
    String name =
        "%s-%s-%s.json"
            .formatted(KEY.format(time), event.get("level").asText(), event.get("id").asText());
    ObjectPath path = layout.eventLog().resolve(name);
    store.write(path, (event + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
