package io.tweetlake.function;

import static io.tweetlake.function.testing.TestContext.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.function.testing.TestRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableHandlerTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver AS SELECT id FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE strict (
        CONSTRAINT positive EXPECT (id < 0) ON VIOLATION FAIL UPDATE
      ) AS SELECT id FROM STREAM(bronze);
      """;
  private static final Path EVENTS = Path.of(System.getProperty("tweetlake.root"), "events");

  @TempDir Path directory;
  private TestRuntime lake;

  @BeforeEach
  void start() {
    lake = TestRuntime.start(directory, SQL);
  }

  @AfterEach
  void stop() {
    lake.close();
  }

  private TableHandler handler(String table) {
    return new TableHandler(lake.runtime(), table) {};
  }

  private static SQSEvent event(String file) throws IOException {
    try (InputStream in = Files.newInputStream(EVENTS.resolve(file))) {
      return LambdaEventSerializers.serializerFor(
              SQSEvent.class, TableHandlerTest.class.getClassLoader())
          .fromJson(in);
    }
  }

  private void land(String key, long id) {
    lake.land(key, "{\"id\":%d}".formatted(id));
  }

  private static List<String> failed(SQSBatchResponse response) {
    return response.getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private long files(String table) {
    return DeltaTable.at(lake.store(), lake.runtime().layout().table(table))
        .snapshot()
        .map(Snapshot::files)
        .map(List::size)
        .orElse(0);
  }

  @Test
  void doesNothingOnATestEvent() throws IOException {
    assertThat(failed(handler("bronze").handleRequest(event("s3-test-event.json"), minutes(5))))
        .isEmpty();
    assertThat(files("bronze")).isZero();
  }

  @Test
  void givesBackOnlyTheMessagesThatFailed() throws IOException {
    land("posts/dt=2026-11-22/café + 1.ndjson.gz", 1);
    SQSEvent batch = event("sqs-batch.json");

    SQSBatchResponse response = handler("bronze").handleRequest(batch, minutes(5));

    assertThat(failed(response))
        .as("the file that is not there, and the message that is no notification")
        .containsExactly(
            batch.getRecords().get(2).getMessageId(), batch.getRecords().get(4).getMessageId());
    assertThat(files("bronze")).isEqualTo(1);
  }

  @Test
  void wakesATableByItsSourcesCommits() throws IOException {
    land("posts/dt=2026-11-22/café + 1.ndjson.gz", 1);
    handler("bronze").handleRequest(event("s3-put.json"), minutes(5));

    assertThat(failed(handler("silver").handleRequest(event("delta-commit.json"), minutes(5))))
        .isEmpty();
    assertThat(files("silver")).isEqualTo(1);
  }

  @Test
  void givesAllMessagesBackWhenTheUpdateFails() throws IOException {
    land("posts/dt=2026-11-22/café + 1.ndjson.gz", 1);
    handler("bronze").handleRequest(event("s3-put.json"), minutes(5));

    assertThat(failed(handler("strict").handleRequest(event("delta-commit.json"), minutes(5))))
        .hasSize(1);
    assertThat(files("strict")).isZero();
  }

  @Test
  void givesAMessageBackWhenTimeIsUp() throws IOException {
    land("posts/dt=2026-11-22/café + 1.ndjson.gz", 1);
    SQSEvent put = event("s3-put.json");

    assertThat(failed(handler("bronze").handleRequest(put, minutes(0)))).hasSize(1);
    assertThat(failed(handler("bronze").handleRequest(put, minutes(5)))).isEmpty();
    assertThat(failed(handler("silver").handleRequest(event("delta-commit.json"), minutes(0))))
        .hasSize(1);
  }

  @Test
  void sweeps() throws IOException {
    land("posts/x.ndjson.gz", 1);

    handler("bronze").handleRequest(event("sweep.json"), minutes(5));

    assertThat(files("bronze")).isEqualTo(1);
  }

  @Test
  void refusesATableThatThePipelineDoesNotHave() {
    assertThatThrownBy(() -> handler("gold"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot keep table gold up to date: the pipeline has only bronze, silver, strict");
  }
}
