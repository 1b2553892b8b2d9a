package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.function.scorer.ScoringLake.Death;
import io.tweetlake.sentiment.endpoint.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function as Lambda makes it, against S3 and SageMaker Runtime in this JVM. */
class ScorerHandlerTest {
  private ScoringLake lake;

  @BeforeEach
  void start(@TempDir Path directory) {
    lake = ScoringLake.start(directory);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void givesEveryPostItsMood() {
    lake.land("posts/a.ndjson", "I love tea", "I hate rain", "At five", "I love tea");

    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).isEmpty();

    assertThat(lake.rows("text, label, model_id, model_revision, truncated, error"))
        .containsExactly(
            "At five|NEU|lexicon|1|false|NULL",
            "I hate rain|NEG|lexicon|1|false|NULL",
            "I love tea|POS|lexicon|1|false|NULL",
            "I love tea|POS|lexicon|1|false|NULL");
    assertThat(
            lake.rows(
                "abs(p_neg + p_neu + p_pos - 1) < 0.01, score > 0.33, scored_at > now() - INTERVAL 1 HOUR"))
        .containsOnly("true|true|true");
  }

  @Test
  void givesTheMessageBackWhileThereIsNoCapacity() {
    lake.land("posts/a.ndjson", "I love tea");
    lake.standIn().fail(ScoringLake.ENDPOINT, Failure.NO_CAPACITY, 1);

    SQSBatchResponse refused = lake.deliver("posts/a.ndjson");

    assertThat(refused.getBatchItemFailures()).hasSize(1);
    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).isEmpty();
    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).as("redelivered").isEmpty();
    assertThat(lake.rows("text, label")).containsExactly("I love tea|POS");
  }

  @ParameterizedTest
  @EnumSource(Death.class)
  void writesEachPostOnceWhereTheFunctionDiesBetweenAnswerAndCommit(Death death) {
    lake.land("posts/a.ndjson", "I love tea", "I hate rain", "I love tea");

    SQSBatchResponse died = lake.deliverToDying("posts/a.ndjson", death);

    assertThat(died.getBatchItemFailures()).as("given back").hasSize(1);
    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).as("again").isEmpty();
    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).as("late").isEmpty();
    assertThat(lake.rows("text, label"))
        .containsExactly("I hate rain|NEG", "I love tea|POS", "I love tea|POS");
    assertThat(lake.snapshot().version()).isZero();
    assertThat(lake.standIn().usage(ScoringLake.ENDPOINT).calls())
        .as("the warm function knows the answers")
        .isEqualTo(1);
  }

  @Test
  void writesEachPostOnceWhereOneMessageReachesSeveralFunctions() throws Exception {
    String[] texts = IntStream.range(0, 500).mapToObj(i -> "post " + i).toArray(String[]::new);
    lake.land("posts/a.ndjson", texts);
    ExecutorService functions = Executors.newFixedThreadPool(3);
    try {
      List<Future<SQSBatchResponse>> deliveries = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        deliveries.add(functions.submit(() -> lake.deliver("posts/a.ndjson")));
      }
      for (Future<SQSBatchResponse> delivery : deliveries) {
        assertThat(delivery.get().getBatchItemFailures()).isEmpty();
      }
    } finally {
      functions.shutdown();
    }

    assertThat(lake.rows("text")).containsExactlyInAnyOrder(texts);
    assertThat(lake.rows("label")).doesNotContain("NULL");
  }

  @Test
  void asksSeveralModelsInOneTable() {
    lake.land("posts/a.ndjson", "I LOVE tea", "I hate rain");

    assertThat(lake.deliverTo("compared", "posts/a.ndjson").getBatchItemFailures()).isEmpty();

    assertThat(lake.rows("compared", "text, label, other, nothing IS NULL"))
        .containsExactly("I LOVE tea|POS|lexicon|true", "I hate rain|NEG|lexicon|true");
    assertThat(lake.standIn().usage("other-endpoint").calls()).isEqualTo(1);
  }

  @Test
  void keepsPostsWithoutAText() {
    lake.landLines(
        "posts/a.ndjson",
        "{\"text\":\"\"}",
        "{\"text\":null}",
        "{\"other\":1}",
        "{\"text\":\"nice\"}");

    assertThat(lake.deliver("posts/a.ndjson").getBatchItemFailures()).isEmpty();

    assertThat(lake.rows("text, label, model_id IS NULL, error"))
        .containsExactlyInAnyOrder(
            "|NULL|false|the text is empty",
            "NULL|NULL|true|NULL",
            "NULL|NULL|true|NULL",
            "nice|POS|false|NULL");
  }

  @Test
  void keepsAPostThatCannotBeScoredAndScoresItLater() {
    lake.land("posts/a.ndjson", "I love tea", "poison is awful", "I hate rain");
    lake.poison("poison is awful");
    lake.deliver("posts/a.ndjson");

    assertThat(lake.rows("text, label, score")).hasSize(3).contains("poison is awful|NULL|NULL");
    assertThat(lake.rows("error")).anyMatch(error -> error.contains("cannot read"));
    assertThat(rescore()).as("still poison").isEqualTo(new RescoreResult(1, 0, 0));

    lake.poison("nothing");

    assertThat(rescore()).as("cured").isEqualTo(new RescoreResult(1, 1, 1));
    assertThat(lake.rows("text, label, error"))
        .containsExactly("I hate rain|NEG|NULL", "I love tea|POS|NULL", "poison is awful|NEG|NULL");
    assertThat(rescore()).as("nothing left").isEqualTo(RescoreResult.NOTHING);
  }

  @Test
  void rescoresWithoutTouchingFilesThatAreWell() {
    lake.land("posts/well.ndjson", "I love tea");
    lake.deliver("posts/well.ndjson");
    Snapshot before = lake.snapshot();
    lake.poison("poison is awful");
    lake.land("posts/ill.ndjson", "poison is awful");
    lake.deliver("posts/ill.ndjson");
    lake.poison("nothing");

    rescore();

    assertThat(lake.snapshot().files()).hasSize(2).containsAll(before.files());
    assertThat(lake.rows("label")).containsExactlyInAnyOrder("POS", "NEG");
  }

  @Test
  void saysWhyATableCannotBeRescored() {
    lake.land("posts/a.ndjson", "I love tea");
    lake.deliver("posts/a.ndjson");

    assertThatThrownBy(() -> rescore("nothing", "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Cannot rescore table nothing: the pipeline has only [moods, compared, plain]");
    assertThatThrownBy(() -> rescore("plain", "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asks 0 models");
    assertThatThrownBy(() -> rescore("moods", "body"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no column body");
  }

  private RescoreResult rescore() {
    return rescore("moods", "text");
  }

  private RescoreResult rescore(String table, String textColumn) {
    return lake.rescorer()
        .rescoreFailed(table, textColumn, Instant.now().plus(Duration.ofMinutes(1)));
  }
}
