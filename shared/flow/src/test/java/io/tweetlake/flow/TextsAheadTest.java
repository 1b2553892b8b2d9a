package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.LAYOUT;
import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.LookAhead;
import io.tweetlake.engine.Model;
import io.tweetlake.engine.ModelAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsAheadTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE moods
      AS SELECT text, ai_query("m", text).error AS error FROM STREAM(bronze);
      """;
  private static final Budget A_FILE_A_COMMIT = Budget.of(1, Duration.ofMinutes(10));

  @AutoClose private final TestLake lake = new TestLake();
  @AutoClose private Engine engine;
  private Updater updater;
  private final NotingModel model = new NotingModel();

  @BeforeEach
  void start(@TempDir Path directory) {
    engine = Engine.open(new EngineOptions(1, 256L << 20, directory.resolve("scoring")), model);
    updater =
        new Updater(
            TestLake.pipeline(SQL),
            LAYOUT,
            lake.store(),
            engine,
            metrics -> model.steps.add("commit " + metrics.table()));
    for (String text : List.of("a", "b", "c")) {
      updater.update(
          "bronze",
          files(lake.land("posts/" + text + ".ndjson.gz", "{\"text\":\"" + text + "\"}")),
          PLENTY);
    }
    model.steps.clear();
  }

  @Test
  void tellsOfTheNextBatchBeforeOneIsAskedAboutAndCommitted() {
    updater.update("moods", upstream(), A_FILE_A_COMMIT);

    assertThat(model.steps)
        .containsSubsequence("expect a", "ask a", "commit moods")
        .containsSubsequence("expect b", "expect c", "ask b", "commit moods", "ask c");
    assertThat(model.steps).filteredOn(step -> step.startsWith("ask")).hasSize(3);
    assertThat(lake.column("moods", "text")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(model.open).as("look-aheads that nobody closed").isZero();
  }

  @Test
  void closesWhatItToldOfWhereTheModelFails() {
    model.failing = "b";

    assertThatThrownBy(() -> updater.update("moods", upstream(), A_FILE_A_COMMIT))
        .hasMessage("cannot answer b");

    assertThat(lake.column("moods", "text")).containsExactly("a");
    assertThat(model.open).isZero();

    model.failing = "";
    updater.update("moods", upstream(), A_FILE_A_COMMIT);
    assertThat(lake.column("moods", "text")).containsExactlyInAnyOrder("a", "b", "c");
  }

  /** Notes what it is told and asked, in order. */
  private static final class NotingModel implements Model {
    private final List<String> steps = new ArrayList<>();
    private String failing = "";
    private int open;

    @Override
    public List<ModelAnswer> answer(String name, List<String> texts) {
      steps.addAll(texts.stream().map(text -> "ask " + text).toList());
      if (texts.contains(failing)) {
        throw new IllegalStateException("cannot answer " + failing);
      }
      return texts.stream()
          .map(
              text ->
                  new ModelAnswer(
                      Optional.empty(), "m", "1", false, Instant.EPOCH, Optional.of("no mood")))
          .toList();
    }

    @Override
    public Optional<LookAhead> lookAhead() {
      open++;
      return Optional.of(
          new LookAhead() {
            @Override
            public boolean expect(String name, List<String> texts) {
              texts.forEach(text -> steps.add("expect " + text));
              return true;
            }

            @Override
            public void expectNoMore() {}

            @Override
            public void close() {
              open--;
            }
          });
    }
  }
}
