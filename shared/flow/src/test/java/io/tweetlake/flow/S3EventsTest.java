package io.tweetlake.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3EventsTest {
  private static final LakeLayout LAYOUT = new LakeLayout("landing", "lake");
  private static final Path EVENTS = Path.of(System.getProperty("tweetlake.root"), "events");
  private static final Pipeline PIPELINE =
      TestLake.pipeline(
          """
          CREATE STREAMING TABLE bronze
          AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
          CREATE STREAMING TABLE silver AS SELECT * FROM STREAM bronze;
          """);

  private final S3Events bronze = new S3Events(PIPELINE.table("bronze").orElseThrow(), LAYOUT);
  private final S3Events silver = new S3Events(PIPELINE.table("silver").orElseThrow(), LAYOUT);

  private static List<String> messages(String file) throws IOException {
    return new ObjectMapper()
        .readTree(EVENTS.resolve(file).toFile())
        .get("Records")
        .valueStream()
        .map(record -> record.get("body").asText())
        .toList();
  }

  private static String put(String bucket, String encodedKey) {
    return """
        {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}"""
        .formatted(bucket, encodedKey);
  }

  @Test
  void decodesTheKeysOfASampleEvent() throws IOException {
    assertThat(bronze.decode(messages("s3-put.json").get(0)).orElseThrow())
        .isEqualTo(
            TestLake.files(new ObjectPath("landing", "posts/dt=2026-11-22/café + 1.ndjson.gz")));
  }

  @Test
  void tellsTheMessagesOfASampleBatchApart() throws IOException {
    List<String> batch = messages("sqs-batch.json");

    assertThat(bronze.decode(batch.get(0))).isPresent();
    assertThat(bronze.decode(batch.get(1))).as("test event").isEmpty();
    assertThat(bronze.decode(batch.get(2)).orElseThrow().files())
        .containsExactly(new ObjectPath("landing", "posts/dt=2026-11-22/b.ndjson.gz"));
    assertThat(bronze.decode(batch.get(3))).as("notices").isEmpty();
    assertThatThrownBy(() -> bronze.decode(batch.get(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot tell what a message for table bronze means");
  }

  @Test
  void wakesATableByCommitsOfItsSourceAlone() throws IOException {
    assertThat(silver.decode(messages("delta-commit.json").get(0))).contains(TestLake.upstream());
    assertThat(bronze.decode(messages("delta-commit.json").get(0))).isEmpty();
    assertThat(silver.decode(put("lake", "tables/bronze2/_delta_log/00000000000000000000.json")))
        .isEmpty();
    assertThat(
            silver.decode(
                put("lake", "tables/bronze/_delta_log/00000000000000000010.checkpoint.parquet")))
        .isEmpty();
    assertThat(silver.decode(put("other", "tables/bronze/_delta_log/00000000000000000000.json")))
        .isEmpty();
  }

  @Test
  void ignoresOtherEventsThanCreation() {
    String removed = put("landing", "posts/a.ndjson.gz").replace("Created:Put", "Removed:Delete");

    assertThat(bronze.decode(removed)).isEmpty();
  }

  @Test
  void understandsNotificationsThroughSnsAndEventBridge() {
    String sns =
        "{\"Type\":\"Notification\",\"Message\":" + "\"{\\\"Event\\\":\\\"s3:TestEvent\\\"}\"}";
    String bridge =
        """
        {"source":"aws.s3","detail-type":"Object Created",
         "detail":{"bucket":{"name":"landing"},"object":{"key":"posts/a+b%20c.gz"}}}""";

    assertThat(bronze.decode(sns)).isEmpty();
    assertThat(bronze.decode(bridge).orElseThrow().files())
        .containsExactly(new ObjectPath("landing", "posts/a+b%20c.gz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sweep\":true}",
        "{\"source\":\"aws.scheduler\",\"detail-type\":\"Scheduled Event\"}",
        "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\"}"
      })
  void sweepsOnASchedule(String message) {
    assertThat(silver.decode(message)).contains(Wakeup.everything());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{}", "{\"sweep\":false}", "{\"source\":\"x\"}"})
  void refusesWhatItDoesNotKnow(String message) {
    assertThatThrownBy(() -> bronze.decode(message)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sampleScheduleIsASweep() throws IOException {
    JsonNode schedule = new ObjectMapper().readTree(EVENTS.resolve("schedule.json").toFile());

    assertThat(bronze.decode(schedule.toString())).contains(Wakeup.everything());
  }
}
