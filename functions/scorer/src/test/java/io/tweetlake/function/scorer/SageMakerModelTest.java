package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.engine.LookAhead;
import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.engine.ModelAnswer.Judgement;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.UnscorableTextException;
import io.tweetlake.sentiment.endpoint.Dialect;
import io.tweetlake.sentiment.endpoint.Failure;
import io.tweetlake.sentiment.endpoint.HostedModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs against the stand-in through the real client of the AWS SDK. */
class SageMakerModelTest {
  private static final Backoff QUICK = new Backoff(4, Duration.ofMillis(2), Duration.ofMillis(10));
  private static final String POISON = "poison";
  private static final String CRASH = "crash";

  private final SageMakerStandIn standIn =
      SageMakerStandIn.startHosted(
          Map.of(
              "hf", HostedModel.of(new PickyModel(), Dialect.HUGGING_FACE),
              "tei", HostedModel.of(new PickyModel(), Dialect.TEXT_EMBEDDINGS_INFERENCE),
              "broken", HostedModel.of(new BrokenModel(), Dialect.HUGGING_FACE),
              "unhurried",
                  HostedModel.of(LexiconModel.load(), Dialect.HUGGING_FACE)
                      .withLatency(Duration.ofMillis(50)),
              "slow",
                  HostedModel.of(LexiconModel.load(), Dialect.HUGGING_FACE)
                      .withLatency(Duration.ofSeconds(20))));
  private final SageMakerModel model =
      new SageMakerModel(
          ModelCatalog.ofModels(
              Map.of(
                  "moods", endpoint("hf", WireDialect.HUGGINGFACE),
                  "fast-moods", endpoint("tei", WireDialect.TEI),
                  "confused", endpoint("tei", WireDialect.HUGGINGFACE),
                  "broken", endpoint("broken", WireDialect.HUGGINGFACE),
                  "unhurried", endpoint("unhurried", WireDialect.HUGGINGFACE),
                  "slow", endpoint("slow", WireDialect.HUGGINGFACE),
                  "lost", endpoint("nowhere", WireDialect.HUGGINGFACE))),
          SageMakerClient.of(
              Map.of(
                  "AWS_REGION", "us-east-1",
                  "AWS_ACCESS_KEY_ID", "key",
                  "AWS_SECRET_ACCESS_KEY", "secret",
                  "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", standIn.endpoint().toString())),
          QUICK);

  @AfterEach
  void close() {
    model.close();
    standIn.close();
  }

  @Test
  void answersInOrderInBothDialects() {
    for (String name : List.of("moods", "fast-moods")) {
      List<ModelAnswer> answers = model.answer(name, List.of(" :-)", "I hate this", "at five"));

      assertThat(answers)
          .extracting(answer -> answer.judgement().map(Judgement::label).orElseThrow())
          .containsExactly("POS", "NEG", "NEU");
      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.modelId()).isEqualTo("lexicon");
                assertThat(answer.modelRevision()).isEqualTo("1");
                assertThat(answer.truncated()).isFalse();
              });
    }
  }

  @Test
  void answersNothingToNoTexts() {
    assertThat(model.answer("moods", List.of())).isEmpty();
    assertThat(standIn.usage("hf").calls()).isZero();
  }

  @Test
  void sendsEqualTextsOnce() {
    List<ModelAnswer> answers = model.answer("moods", Collections.nCopies(1000, "great"));
    model.answer("moods", List.of("great", " great "));

    assertThat(answers).hasSize(1000);
    assertThat(standIn.usage("hf").calls()).isEqualTo(1);
    assertThat(model.statistics().get("moods")).isEqualTo(new ScorerStatistics(1002, 1, 1, 0, 0));
  }

  @Test
  void sendsNoMoreTextsThanACallMayHave() {
    model.answer("fast-moods", texts(100));

    assertThat(standIn.usage("tei").calls()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NO_CAPACITY"})
  void waitsOutPassingFailures(Failure failure) {
    standIn.fail("hf", failure, 3);

    assertThat(model.answer("moods", List.of("great")).get(0).judgement()).isPresent();
    assertThat(standIn.usage("hf").failures()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void givesUpOnLastingFailuresWithoutBlamingTexts(Failure failure) {
    standIn.failFor("hf", failure, Duration.ofMinutes(5));

    assertThatThrownBy(() -> model.answer("moods", texts(40)))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageStartingWith("Cannot ask endpoint hf: ");
  }

  @Test
  void comesBackLaterWhereThereIsNoCapacity() {
    standIn.fail("hf", Failure.NO_CAPACITY, 1);

    assertThatThrownBy(() -> model.answer("moods", List.of("great")))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageContaining("no capacity");
    assertThat(standIn.usage("hf").failures()).as("calls").isEqualTo(1);
    assertThat(model.answer("moods", List.of("great"))).hasSize(1);
  }

  @Test
  void findsTheTextThatTheModelRefuses() {
    List<String> texts = new ArrayList<>(texts(31));
    texts.add(13, POISON);

    List<ModelAnswer> answers = model.answer("moods", texts);

    assertThat(answers).hasSize(32);
    assertThat(answers)
        .filteredOn(answer -> answer.judgement().isEmpty())
        .containsExactly(answers.get(13));
    assertThat(answers.get(13).error().orElseThrow()).contains("cannot read poison");
    assertThat(model.statistics().get("moods").unscorable()).isEqualTo(1);
  }

  @Test
  void findsTheTextThatTheModelDiesOf() {
    List<String> texts = new ArrayList<>(texts(10));
    texts.add(3, CRASH);

    List<ModelAnswer> answers = model.answer("fast-moods", texts);

    assertThat(answers)
        .filteredOn(answer -> answer.judgement().isEmpty())
        .containsExactly(answers.get(3));
  }

  @Test
  void triesAnUnscorableTextAgainAtTheNextCall() {
    model.answer("moods", List.of(POISON));
    long calls = standIn.usage("hf").calls();

    model.answer("moods", List.of(POISON));

    assertThat(standIn.usage("hf").calls()).isGreaterThan(calls);
  }

  @Test
  void blamesTheEndpointWhereEveryTextFails() {
    assertThatThrownBy(() -> model.answer("broken", texts(64)))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageContaining("every text fails")
        .hasMessageContaining("no weights");
  }

  @Test
  void blamesTheConfigurationWhereTheEndpointSpeaksOtherwise() {
    assertThatThrownBy(() -> model.answer("confused", texts(3)))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageContaining("every text fails");
  }

  @Test
  void refusesAMissingEndpointAtOnce() {
    assertThatThrownBy(() -> model.answer("lost", List.of("great")))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageContaining("Endpoint nowhere of account");
    assertThat(model.statistics().get("lost").calls()).isEqualTo(1);
  }

  @Test
  void refusesAnUnknownModel() {
    assertThatThrownBy(() -> model.answer("nothing", List.of("great")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No endpoint for model 'nothing'")
        .hasMessageContaining("moods");
  }

  @Test
  void endsACallAtTheDeadline() {
    Instant start = Instant.now();
    model.answerUntil(start.plusMillis(900));

    assertThatThrownBy(() -> model.answer("slow", List.of("great")))
        .isInstanceOf(EndpointUnavailableException.class);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void saysWhichTextsTheModelCannotHaveReadWhole() {
    List<ModelAnswer> answers =
        model.answer("moods", List.of("word ".repeat(127), "x".repeat(20_000), "short"));

    assertThat(answers).extracting(ModelAnswer::truncated).containsExactly(true, true, false);
  }

  @Test
  void takesAnyUnicode() {
    List<String> texts = List.of("\uD83D alone", "\u0000\u0001", "\"quoted\\", "日本語 👍🏽");

    assertThat(model.answer("moods", texts)).allMatch(answer -> answer.judgement().isPresent());
  }

  @Test
  void sendsNoEmptyText() {
    List<ModelAnswer> answers = model.answer("fast-moods", List.of("", "great", " \n"));

    assertThat(answers)
        .extracting(answer -> answer.error().orElse("none"))
        .containsExactly("the text is empty", "none", "the text is empty");
    assertThat(model.statistics().get("fast-moods")).isEqualTo(new ScorerStatistics(3, 1, 1, 0, 1));
  }

  @Test
  void keepsSeveralCallsInFlight() {
    model.answer("moods", texts(2000));

    assertThat(standIn.usage("hf").peakInFlight()).isBetween(2, 12);
  }

  @Test
  void beginsWithTextsThatItIsToldOfAndAsksForEachOnce() throws Exception {
    try (LookAhead ahead = model.lookAhead().orElseThrow()) {
      assertThat(ahead.expect("moods", texts(50))).isTrue();
      assertThat(ahead.expect("moods", texts(100))).isTrue();
      ahead.expectNoMore();
      awaitCalls("hf", 4);

      List<ModelAnswer> answers = model.answer("moods", texts(100));

      assertThat(answers).hasSize(100).allMatch(answer -> answer.judgement().isPresent());
      assertThat(model.answer("moods", texts(100))).as("once more").isEqualTo(answers);
    }
    assertThat(model.statistics().get("moods")).isEqualTo(new ScorerStatistics(200, 100, 4, 0, 0));
  }

  @Test
  void answersAloneWhatAnotherQueryGaveUpOn() throws Exception {
    LookAhead ahead = model.lookAhead().orElseThrow();
    ahead.expect("unhurried", texts(400));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<List<ModelAnswer>> answers = other.submit(() -> model.answer("unhurried", texts(400)));
      awaitCalls("unhurried", 1);

      ahead.close();

      assertThat(answers.get())
          .hasSize(400)
          .allMatch(answer -> answer != null && answer.judgement().isPresent());
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void dropsWhatItWasToldOfAndNotAskedFor() {
    try (LookAhead ahead = model.lookAhead().orElseThrow()) {
      ahead.expect("slow", texts(3200));
    }

    model.answer("moods", List.of("great"));

    assertThat(standIn.usage("slow").calls()).isLessThanOrEqualTo(12);
    assertThat(model.statistics().get("slow").texts()).isZero();
  }

  @Test
  void failsWhereTheEndpointFailedOnWhatItWasToldOf() {
    standIn.fail("hf", Failure.NO_CAPACITY, 1);
    try (LookAhead ahead = model.lookAhead().orElseThrow()) {
      ahead.expect("moods", List.of("great"));
      ahead.expectNoMore();

      assertThatThrownBy(() -> model.answer("moods", List.of("great")))
          .isInstanceOf(EndpointUnavailableException.class)
          .hasMessageContaining("no capacity");
    }
    assertThat(model.answer("moods", List.of("great")).get(0).judgement()).isPresent();
  }

  @Test
  void wantsToKnowNoMoreThanItCanHold() {
    try (LookAhead ahead = model.lookAhead().orElseThrow()) {
      assertThat(ahead.expect("slow", texts(65_536 + 1))).isFalse();
    }
    try (LookAhead ahead = model.lookAhead().orElseThrow()) {
      List<String> longTexts =
          IntStream.range(0, 2100).mapToObj(i -> "x".repeat(8100) + i).toList();
      assertThat(ahead.expect("slow", longTexts)).isFalse();
    }
  }

  private void awaitCalls(String endpoint, int calls) throws InterruptedException {
    while (standIn.usage(endpoint).calls() < calls) {
      Thread.sleep(1);
    }
  }

  private static ModelEndpoint endpoint(String name, WireDialect dialect) {
    return ModelEndpoint.of(name, dialect);
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "post number " + i).toList();
  }

  /** A lexicon that refuses one text and dies of another. */
  private static final class PickyModel implements SentimentModel {
    private final LexiconModel lexicon = LexiconModel.load();

    @Override
    public String id() {
      return lexicon.id();
    }

    @Override
    public String revision() {
      return lexicon.revision();
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      if (texts.contains(POISON)) {
        throw new UnscorableTextException("cannot read " + POISON);
      }
      if (texts.contains(CRASH)) {
        throw new IllegalStateException("worker died");
      }
      return lexicon.score(texts);
    }
  }

  private static final class BrokenModel implements SentimentModel {
    @Override
    public String id() {
      return "broken";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      throw new UnscorableTextException("no weights");
    }
  }
}
