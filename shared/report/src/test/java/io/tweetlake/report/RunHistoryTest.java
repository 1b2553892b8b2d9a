package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.report.Lineage.Update;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.report.RunHistory.Landing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void aPauseLongerThanTheLimitBeginsANewRun() {
    List<Run> runs =
        RunHistory.of(
            List.of(update("bronze", 0, 2), update("silver", 3, 1), update("bronze", 35, 1)),
            List.of(),
            List.of(),
            10);

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).startedAt()).isEqualTo(NOON);
    assertThat(runs.get(0).duration()).isEqualTo(Duration.ofSeconds(4));
    assertThat(runs.get(0).tasks()).containsOnlyKeys("bronze", "silver");
    assertThat(runs.get(1).tasks()).containsOnlyKeys("bronze");
  }

  @Test
  void aPauseOfExactlyTheLimitDoesNot() {
    assertThat(
            RunHistory.of(
                List.of(update("bronze", 0, 2), update("bronze", 32, 1)), List.of(), List.of(), 10))
        .hasSize(1);
  }

  @Test
  void aLongUpdateHoldsARunTogether() {
    assertThat(
            RunHistory.of(
                List.of(update("bronze", 0, 100), update("silver", 1, 1), update("silver", 90, 1)),
                List.of(),
                List.of(),
                10))
        .hasSize(1);
  }

  @Test
  void rowsOfOneTableAddUp() {
    Run run =
        RunHistory.of(
                List.of(update("bronze", 0, 2), update("bronze", 3, 1)), List.of(), List.of(), 10)
            .get(0);

    assertThat(run.tasks().get("bronze"))
        .isEqualTo(new Run.Task(2, Duration.ofSeconds(3), 2, 20, 14, 6, Optional.empty()));
  }

  @Test
  void aFailureStandsUntilAnUpdateEndsAfterIt() {
    Failure failure = new Failure("silver", NOON.plusMillis(1_300), "no");

    assertThat(failure.stands(List.of())).isTrue();
    assertThat(failure.stands(List.of(update("silver", 0, 1)))).isTrue();
    assertThat(failure.stands(List.of(update("silver", 0, 1), update("silver", 1, 1))))
        .as("an update that ended within the second after it")
        .isFalse();
  }

  @Test
  void aLaterSuccessHealsAFailureOfTheSameRun() {
    List<Run> runs =
        RunHistory.of(
            List.of(update("silver", 5, 1)),
            List.of(),
            List.of(new Failure("silver", NOON, "no"), new Failure("gold", NOON, "never")),
            10);

    assertThat(runs.get(0).tasks().get("silver").error()).isEmpty();
    assertThat(runs.get(0).tasks().get("gold").error()).contains("never");
    assertThat(runs.get(0).failed()).isTrue();
  }

  @Test
  void whatLandedIsATaskOfItsOwnInTheRunThatTookItIn() {
    List<Run> runs =
        RunHistory.of(
            List.of(update("bronze", 2, 1), update("bronze", 200, 1)),
            List.of(new Landing(NOON, 3, 10), new Landing(NOON.plusSeconds(1), 1, 5)),
            List.of(new Failure(RunHistory.INGEST, NOON.plusSeconds(201), "no stream")),
            10);

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).startedAt()).isEqualTo(NOON);
    assertThat(runs.get(0).tasks().get(RunHistory.INGEST))
        .isEqualTo(new Run.Task(2, Duration.ZERO, 4, 15, 15, 0, Optional.empty()));
    assertThat(runs.get(1).tasks().get(RunHistory.INGEST).error()).contains("no stream");
  }

  @Test
  void onlyTheLatestRunsAreKept() {
    List<Run> runs =
        RunHistory.of(
            List.of(update("a", 0, 1), update("a", 100, 1), update("a", 200, 1)),
            List.of(),
            List.of(),
            2);

    assertThat(runs)
        .extracting(Run::startedAt)
        .containsExactly(NOON.plusSeconds(100), NOON.plusSeconds(200));
  }

  private static Update update(String table, long startSecond, long seconds) {
    return new Update(
        table,
        0,
        NOON.plusSeconds(startSecond),
        Duration.ofSeconds(seconds),
        1,
        10,
        7,
        3,
        0,
        Optional.empty());
  }
}
