package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.LAYOUT;
import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.store.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The commits of a table, the event log and CloudWatch's log lines tell the same numbers. */
class UpdaterMetricsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT english EXPECT (lang == "en") ON VIOLATION DROP ROW,
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION QUARANTINE ROW,
        CONSTRAINT small EXPECT (id < 4),
        CONSTRAINT sane EXPECT (id < 1000) ON VIOLATION FAIL UPDATE
      ) AS SELECT id, lang FROM STREAM(bronze);
      """;

  @AutoClose private final TestLake lake = new TestLake();

  /** What one commit of silver is said to be, by name. */
  private record Told(Map<String, Long> rows, Map<String, String> rules) {}

  @Test
  void commitEventAndLogLinesTellTheSame() throws Exception {
    List<String> emf = new ArrayList<>();
    Updater updater =
        new Updater(
            TestLake.pipeline(SQL),
            LAYOUT,
            lake.store(),
            lake.engine(),
            MetricsListener.all(
                new EmfLines(DeploymentName.DEFAULT, emf::add),
                new EventLog(TestLake.pipeline(SQL), "test", LAYOUT, lake.store())));
    for (long batch = 0; batch < 4; batch++) {
      lake.land(
          "posts/" + batch + ".gz",
          post(batch, "en"),
          post(batch + 1, batch % 2 == 0 ? "de" : "en"),
          post(-batch - 1, "en"),
          post(batch + 2, "en"));
      updater.update("bronze", Wakeup.everything(), PLENTY);
      updater.update("silver", upstream(), PLENTY);
    }

    List<Told> commits = lake.kernel("silver").commits().stream().map(this::commit).toList();
    assertThat(commits).hasSize(4);
    assertThat(events()).isEqualTo(commits);
    assertThat(lines(emf)).isEqualTo(commits);
    assertThat(commits.get(0).rows())
        .containsEntry("in", 4L)
        .containsEntry("written", 1L)
        .containsEntry("dropped", 1L)
        .containsEntry("quarantined", 2L);
    assertThat(commits.get(3).rules())
        .containsExactlyEntriesOf(
            new TreeMap<>(Map.of("english", "4 0", "positive", "3 1", "small", "2 2")));
  }

  private static Map<String, Long> rows(long in, long written, long dropped, long quarantined) {
    Map<String, Long> rows = new TreeMap<>();
    rows.put("in", in);
    rows.put("written", written);
    rows.put("dropped", dropped);
    rows.put("quarantined", quarantined);
    return rows;
  }

  private static void addRules(Map<String, String> rules, JsonNode expectations) {
    for (JsonNode rule : expectations) {
      assertThat(rule.get("dataset").asText()).isEqualTo("silver");
      rules.put(
          rule.get("name").asText(),
          rule.get("passed_records").asLong() + " " + rule.get("failed_records").asLong());
    }
  }

  private Told commit(KernelTable.Commit commit) {
    Map<String, String> metrics = commit.metrics();
    Map<String, String> rules = new TreeMap<>();
    addRules(rules, json(metrics.get("expectations")));
    return new Told(
        rows(
            Long.parseLong(metrics.get("numInputRows")),
            Long.parseLong(metrics.get("numOutputRows")),
            Long.parseLong(metrics.get("numDroppedRows")),
            Long.parseLong(metrics.get("numQuarantinedRows"))),
        rules);
  }

  private List<Told> events() {
    List<Told> told = new ArrayList<>();
    Iterator<ObjectInfo> objects = lake.store().list(LAYOUT.eventLog(), Optional.empty());
    while (objects.hasNext()) {
      JsonNode event =
          json(new String(lake.store().read(objects.next().path()), StandardCharsets.UTF_8));
      if (event.get("event_type").asText().equals("flow_progress")
          && event.at("/origin/dataset_name").asText().equals("silver")) {
        JsonNode progress = event.at("/details/flow_progress");
        JsonNode metrics = progress.get("metrics");
        Map<String, String> rules = new TreeMap<>();
        addRules(rules, progress.at("/data_quality/expectations"));
        told.add(
            new Told(
                rows(
                    metrics.get("num_input_rows").asLong(),
                    metrics.get("num_output_rows").asLong(),
                    progress.at("/data_quality/dropped_records").asLong(),
                    metrics.get("num_quarantined_rows").asLong()),
                rules));
      }
    }
    return told;
  }

  private static List<Told> lines(List<String> emf) {
    List<Told> told = new ArrayList<>();
    for (String line : emf) {
      JsonNode metrics = json(line);
      if (!metrics.get("Table").asText().equals("silver")) {
        continue;
      }
      if (metrics.has("Expectation")) {
        told.get(told.size() - 1)
            .rules()
            .put(
                metrics.get("Expectation").asText(),
                metrics.get("ExpectationPassed").asLong()
                    + " "
                    + metrics.get("ExpectationFailed").asLong());
      } else {
        told.add(
            new Told(
                rows(
                    metrics.get("RowsIn").asLong(),
                    metrics.get("RowsWritten").asLong(),
                    metrics.get("RowsDropped").asLong(),
                    metrics.get("RowsQuarantined").asLong()),
                new TreeMap<>()));
      }
    }
    return told;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
