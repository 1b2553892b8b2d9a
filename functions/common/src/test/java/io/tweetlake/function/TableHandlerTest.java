package io.tweetlake.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
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
                new NoModel()),
            metrics -> {},
            1L << 30);
  }

  @AfterEach
  void stop() {
    runtime.engine().close();
    s3.close();
  }

  private TableHandler handler(String table) {
    return new TableHandler(runtime, table) {};
  }

  private static SQSEvent event(String file) throws IOException {
    try (InputStream in = Files.newInputStream(EVENTS.resolve(file))) {
      return LambdaEventSerializers.serializerFor(
              SQSEvent.class, TableHandlerTest.class.getClassLoader())
          .fromJson(in);
    }
  }

  private void land(String key, long id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"id\":%d}\n".formatted(id).getBytes(StandardCharsets.UTF_8));
    }
    s3.store().write(new ObjectPath("landing", key), bytes.toByteArray(), Map.of());
  }

  private static List<String> failed(SQSBatchResponse response) {
    return response.getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private long files(String table) {
    return DeltaTable.at(s3.store(), runtime.layout().table(table))
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

  /** A context whose only use is the time that is left. */
  private static Context minutes(int minutes) {
    return new Context() {
      @Override
      public int getRemainingTimeInMillis() {
        return minutes * 60_000;
      }

      @Override
      public String getAwsRequestId() {
        return "";
      }

      @Override
      public String getLogGroupName() {
        return "";
      }

      @Override
      public String getLogStreamName() {
        return "";
      }

      @Override
      public String getFunctionName() {
        return "";
      }

      @Override
      public String getFunctionVersion() {
        return "";
      }

      @Override
      public String getInvokedFunctionArn() {
        return "";
      }

      @Override
      public CognitoIdentity getIdentity() {
        return null;
      }

      @Override
      public ClientContext getClientContext() {
        return null;
      }

      @Override
      public int getMemoryLimitInMB() {
        return 1024;
      }

      @Override
      public LambdaLogger getLogger() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
