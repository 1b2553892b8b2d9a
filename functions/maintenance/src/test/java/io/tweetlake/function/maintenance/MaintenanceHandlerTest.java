package io.tweetlake.function.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.flow.Budget;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
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
  private EmbeddedS3 s3;
  private FunctionRuntime runtime;

  @BeforeEach
  void start() {
    s3 = EmbeddedS3.start(directory.resolve("s3"), "landing", "lake");
    runtime =
        new FunctionRuntime(
            Pipeline.load(List.of(new SqlFile("test.sql", SQL)), Map.of("landing", "landing")),
            new LakeLayout("landing", "lake"),
            s3.store(),
            Engine.open(
                new EngineOptions(1, 256L << 20, directory.resolve("scratch"))
                    .withTextFunctions(DuckDbFunctions.all())
                    .withInitialStatements(DuckDbMacros.statements()),
                (name, texts) -> List.of()),
            metrics -> {},
            1L << 30);
    for (int i = 0; i < 3; i++) {
      ObjectPath file = new ObjectPath("landing", "posts/" + i + ".json");
      s3.store().write(file, "{\"id\":1}\n".getBytes(StandardCharsets.UTF_8), Map.of());
      runtime.updater().update("bronze", Wakeup.everything(), BUDGET);
    }
  }

  @AfterEach
  void stop() {
    runtime.engine().close();
    s3.close();
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            MaintenanceHandlerTest.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> 600_000);
  }

  @Test
  void maintainsEveryTableOnASchedule() throws IOException {
    Path schedule = Path.of(System.getProperty("tweetlake.root"), "events", "schedule.json");
    Map<String, Object> event =
        new ObjectMapper().readValue(schedule.toFile(), new TypeReference<>() {});

    Map<String, Object> reports = new MaintenanceHandler(runtime).handleRequest(event, context());

    assertThat(reports).containsOnlyKeys("forgotten", "bronze", "silver");
    assertThat(reports.get("bronze").toString()).contains("mergedFiles=3").contains("mergedInto=1");
  }

  @Test
  void forgetsWhatNoticesAskFor() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"delete\":{\"status\":{\"id\":1}}}\n".getBytes(StandardCharsets.UTF_8));
    }
    s3.store()
        .write(
            new ObjectPath("landing", "notices/dt=2026-11-22/n.ndjson.gz"),
            bytes.toByteArray(),
            Map.of());

    Map<String, Object> reports =
        new MaintenanceHandler(runtime).handleRequest(Map.of(), context());

    assertThat(reports.get("forgotten").toString())
        .isEqualTo(
            "{removedRows=3, strippedRows=0, scrubbedRows=0, landingLines=3, complete=true}");
    assertThat(runtime.updater().update("bronze", Wakeup.everything(), BUDGET).commits())
        .as("the landing files are known under their names")
        .isEmpty();
  }

  @Test
  void namesTheTableThatFailedAfterTheOthersHadTheirTurn() {
    MaintenanceHandler handler = new MaintenanceHandler(runtime);

    assertThatThrownBy(
            () -> handler.handleRequest(Map.of("tables", List.of("gold", "bronze")), context()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot maintain gold: ");
    Map<String, Object> again =
        handler.handleRequest(Map.of("tables", List.of("bronze")), context());
    assertThat(again.get("bronze").toString()).as("merged by then").contains("mergedFiles=0");
  }
}
