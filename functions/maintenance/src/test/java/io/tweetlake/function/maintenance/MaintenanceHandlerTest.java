package io.tweetlake.function.maintenance;

import static io.tweetlake.function.testing.TestContext.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.flow.Budget;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.function.testing.TestRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceHandlerTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver AS SELECT id FROM STREAM(bronze);
      """;

  private static final Budget BUDGET = Budget.of(1L << 30, Duration.ofMinutes(1));

  @TempDir Path directory;
  private TestRuntime lake;

  @BeforeEach
  void start() {
    lake = TestRuntime.start(directory, SQL);
    for (int i = 0; i < 3; i++) {
      lake.land("posts/" + i + ".ndjson.gz", "{\"id\":1}");
      lake.runtime().updater().update("bronze", Wakeup.everything(), BUDGET);
    }
  }

  @AfterEach
  void stop() {
    lake.close();
  }

  @Test
  void maintainsEveryTableOnASchedule() throws IOException {
    Path schedule = Path.of(System.getProperty("tweetlake.root"), "events", "schedule.json");
    Map<String, Object> event =
        new ObjectMapper().readValue(schedule.toFile(), new TypeReference<>() {});

    Map<String, Object> reports =
        new MaintenanceHandler(lake.runtime()).handleRequest(event, minutes(10));

    assertThat(reports).containsOnlyKeys("forgotten", "bronze", "silver");
    assertThat(reports.get("bronze").toString()).contains("mergedFiles=3").contains("mergedInto=1");
  }

  @Test
  void forgetsWhatNoticesAskFor() {
    lake.land("notices/dt=2026-11-22/n.ndjson.gz", "{\"delete\":{\"status\":{\"id\":1}}}");

    Map<String, Object> reports =
        new MaintenanceHandler(lake.runtime()).handleRequest(Map.of(), minutes(10));

    assertThat(reports.get("forgotten").toString())
        .isEqualTo(
            "{removedRows=3, strippedRows=0, scrubbedRows=0, landingLines=3, complete=true}");
    assertThat(lake.runtime().updater().update("bronze", Wakeup.everything(), BUDGET).commits())
        .as("the landing files are known under their names")
        .isEmpty();
  }

  @Test
  void namesTheTableThatFailedAfterTheOthersHadTheirTurn() {
    MaintenanceHandler handler = new MaintenanceHandler(lake.runtime());

    assertThatThrownBy(
            () -> handler.handleRequest(Map.of("tables", List.of("gold", "bronze")), minutes(10)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot maintain gold: ");
    Map<String, Object> again =
        handler.handleRequest(Map.of("tables", List.of("bronze")), minutes(10));
    assertThat(again.get("bronze").toString()).as("merged by then").contains("mergedFiles=0");
  }
}
