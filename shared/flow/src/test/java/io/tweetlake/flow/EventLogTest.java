package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.LAYOUT;
import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION DROP ROW,
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION FAIL UPDATE
      ) AS SELECT id, lang FROM STREAM(bronze);
      """;

  @AutoClose private final TestLake lake = new TestLake();
  private Updater updater;

  @BeforeEach
  void start() {
    updater =
        new Updater(
            TestLake.pipeline(SQL),
            LAYOUT,
            lake.store(),
            lake.engine(),
            new EventLog(TestLake.pipeline(SQL), "test", LAYOUT, lake.store()));
  }

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    Iterator<ObjectInfo> objects = lake.store().list(LAYOUT.eventLog(), Optional.empty());
    while (objects.hasNext()) {
      events.add(new ObjectMapper().readTree(lake.store().read(objects.next().path())));
    }
    return events;
  }

  @Test
  void tellsOfFlowsInTheColumnsOfDeltaLiveTables() throws IOException {
    updater.update(
        "bronze",
        files(lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "de"), post(3, "de"))),
        PLENTY);
    updater.update("silver", upstream(), PLENTY);

    List<JsonNode> events = events();
    assertThat(events)
        .as("in the order of their keys")
        .extracting(event -> event.get("event_type").asText())
        .containsExactly("flow_definition", "flow_progress", "flow_definition", "flow_progress");
    JsonNode progress = events.get(3);
    assertThat(progress.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "sequence",
            "origin",
            "timestamp",
            "message",
            "level",
            "maturity_level",
            "error",
            "details",
            "event_type");
    JsonNode details = progress.at("/details/flow_progress");
    assertThat(details.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(details.at("/metrics/num_output_rows").asLong()).isEqualTo(1);
    assertThat(details.at("/data_quality/dropped_records").asLong()).isEqualTo(2);
    assertThat(details.at("/data_quality/expectations").toString())
        .isEqualTo(
            "[{\"name\":\"valid_language\",\"dataset\":\"silver\",\"action\":\"DROP\",\"passed_records\":1,\"failed_records\":2}]");
    assertThat(events.get(2).at("/details/flow_definition/input_datasets").toString())
        .isEqualTo("[\"bronze\"]");
    assertThat(events.get(2).at("/details/flow_definition/output_dataset").asText())
        .isEqualTo("silver");
  }

  @Test
  void tellsWhichFilesAFlowGoesOnWithout() throws IOException {
    ObjectPath broken = lake.landBytes("posts/b.ndjson.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en")), broken), PLENTY);

    assertThat(events())
        .extracting(event -> event.get("level").asText())
        .containsExactlyInAnyOrder("INFO", "METRICS", "WARN");
    JsonNode warning =
        events().stream()
            .filter(event -> event.get("level").asText().equals("WARN"))
            .findFirst()
            .orElseThrow();
    assertThat(warning.get("event_type").asText()).isEqualTo("flow_progress");
    assertThat(warning.at("/origin/dataset_name").asText()).isEqualTo("bronze");
    assertThat(warning.at("/origin/flow_name").asText()).isEqualTo("bronze");
    JsonNode details = warning.at("/details/flow_progress");
    assertThat(details.get("status").asText()).isEqualTo("RUNNING");
    assertThat(details.at("/left_out_file/path").asText()).isEqualTo(broken.uri());
    assertThat(details.at("/left_out_file/reason").asText())
        .isEqualTo("Cannot read " + broken.uri() + ": the gz ends within its header");
    assertThat(warning.get("message").asText())
        .isEqualTo(
            "Flow 'bronze' goes on without %s: %s"
                .formatted(broken.uri(), details.at("/left_out_file/reason").asText()));
  }

  @Test
  void tellsWhyAFlowFailed() throws IOException {
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(-1, "en"))), PLENTY);
    assertThatThrownBy(() -> updater.update("silver", upstream(), PLENTY))
        .isInstanceOf(ExpectationViolationException.class);

    List<JsonNode> events = events();
    JsonNode failed = events.get(events.size() - 1);
    assertThat(failed.get("level").asText()).isEqualTo("ERROR");
    assertThat(failed.at("/details/flow_progress/status").asText()).isEqualTo("FAILED");
    assertThat(failed.at("/origin/flow_name").asText()).isEqualTo("silver");
    assertThat(failed.at("/error/exceptions/0/message").asText())
        .startsWith("[EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow 'silver' failed");
  }
}
