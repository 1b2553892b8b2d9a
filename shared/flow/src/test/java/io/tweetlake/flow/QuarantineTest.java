package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.Progress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION QUARANTINE ROW,
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION DROP ROW
      ) AS SELECT * FROM STREAM(bronze);
      """;

  @AutoClose private final TestLake lake = new TestLake();

  private void load(Updater updater, String name, String... lines) {
    updater.update("bronze", files(lake.land("posts/" + name, lines)), PLENTY);
  }

  @Test
  void setsRowsAsideInStepWithTheTable() {
    Updater updater = lake.updater(SQL);
    load(updater, "a.gz", post(1, "en"), post(2, "de"), post(-3, "en"), post(-4, "fr"));

    UpdateMetrics metrics = updater.update("silver", upstream(), PLENTY).commits().get(0);

    assertThat(metrics.rowsIn()).isEqualTo(4);
    assertThat(metrics.rowsWritten()).isEqualTo(1);
    assertThat(metrics.rowsDropped()).isEqualTo(1);
    assertThat(metrics.rowsQuarantined()).isEqualTo(2);
    assertThat(lake.column("silver", "id")).containsExactly(1L);
    assertThat(lake.column("silver_quarantine", "id")).containsExactly(-4L, 2L);
    assertThat(lake.kernel("silver_quarantine").columns())
        .containsExactly("id", "lang", "text", "_rescued_data", "_violated_expectations");
    assertThat(lake.latest("silver_quarantine").progress())
        .containsExactly(new Progress("table:silver", 0));
  }

  @Test
  void takesNewColumnsOver() {
    Updater updater = lake.updater(SQL);
    load(updater, "a.gz", post(1, "de"));
    updater.update("silver", upstream(), PLENTY);
    load(updater, "b.gz", "{\"id\":2,\"lang\":\"de\",\"geo\":{\"x\":1}}");
    updater.update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(1L, 2L);
    assertThat(lake.kernel("silver_quarantine").columns())
        .endsWith("_violated_expectations", "geo");
  }

  @Test
  void catchesUpAfterAWriterDiedBetweenTheTwoTables() {
    load(lake.updater(SQL), "a.gz", post(1, "en"), post(2, "de"));
    CrashingStore store =
        CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/");
    Updater dying = lake.updater(SQL, store);
    assertThatThrownBy(() -> dying.update("silver", upstream(), PLENTY))
        .isInstanceOf(RuntimeException.class);
    assertThat(lake.column("silver", "id")).containsExactly(1L);
    assertThat(lake.exists("silver_quarantine")).isFalse();

    lake.updater(SQL).update("silver", upstream(), PLENTY);
    lake.updater(SQL).update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(2L);
  }

  @Test
  void whatComesInIsWrittenDroppedOrQuarantinedInEveryCommit() {
    for (int batch = 0; batch < 5; batch++) {
      long first = 10L * batch + 1;
      load(
          lake.updater(SQL),
          "batch" + batch + ".gz",
          post(first, "en"),
          post(first + 1, "de"),
          post(-first, "en"),
          post(-first, "fr"),
          batch % 2 == 0 ? "not json" : post(first + 2, "en"));
      if (batch == 2) {
        Updater dying =
            lake.updater(
                SQL, CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/"));
        assertThatThrownBy(() -> dying.update("silver", upstream(), PLENTY))
            .isInstanceOf(RuntimeException.class);
      } else {
        lake.updater(SQL).update("silver", upstream(), PLENTY);
      }
    }

    long written = 0;
    long quarantined = 0;
    List<Commit> commits = lake.delta("silver").history(100);
    assertThat(commits).hasSize(5);
    for (Commit commit : commits) {
      UpdateMetrics metrics = CommitMetrics.read("silver", commit).orElseThrow();
      assertThat(metrics.rowsIn())
          .as("version %d", commit.version())
          .isEqualTo(5)
          .isEqualTo(metrics.rowsWritten() + metrics.rowsDropped() + metrics.rowsQuarantined());
      assertThat(metrics.expectations())
          .allSatisfy(count -> assertThat(count.passed() + count.failed()).isEqualTo(5));
      written += metrics.rowsWritten();
      quarantined += metrics.rowsQuarantined();
    }
    assertThat(lake.kernel("silver").rows()).hasSize((int) written);
    assertThat(lake.kernel("silver_quarantine").rows()).hasSize((int) quarantined);
  }

  @Test
  void holdsWhatTheLatestVersionOfARecomputedTableLeftOut() {
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE bronze
        AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        CREATE OR REFRESH MATERIALIZED VIEW recent (
          CONSTRAINT spoken EXPECT (lang != "de") ON VIOLATION QUARANTINE ROW
        ) AS SELECT lang, max(id) AS id FROM bronze GROUP BY lang;
        CREATE OR REFRESH STREAMING TABLE counted (
          CONSTRAINT often EXPECT (posts > 1) ON VIOLATION QUARANTINE ROW
        ) AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
        """;
    Updater updater = lake.updater(sql);
    load(updater, "a.gz", post(1, "en"), post(2, "de"), post(3, "fr"));
    updater.update("recent", upstream(), PLENTY);
    updater.update("counted", upstream(), PLENTY);
    assertThat(lake.column("counted_quarantine", "lang")).containsExactly("de", "en", "fr");
    load(updater, "b.gz", post(4, "en"), post(5, "de"));
    updater.update("recent", upstream(), PLENTY);
    updater.update("counted", upstream(), PLENTY);

    assertThat(lake.column("recent_quarantine", "id")).containsExactly(5L);
    assertThat(lake.column("counted_quarantine", "lang")).containsExactly("fr");
    load(updater, "c.gz", post(6, "fr"));
    updater.update("counted", upstream(), PLENTY);
    assertThat(lake.kernel("counted_quarantine").rows()).isEmpty();
  }

  @Test
  void isThereFromTheFirstUpdateOn() {
    Updater updater = lake.updater(SQL);
    load(updater, "a.gz", post(1, "en"));
    updater.update("silver", upstream(), PLENTY);

    assertThat(lake.kernel("silver_quarantine").rows()).isEmpty();
    assertThat(lake.kernel("silver_quarantine").columns())
        .containsExactly("id", "lang", "text", "_rescued_data", "_violated_expectations");
  }

  @Test
  void keepsItsTypesWhereTheQueryYieldsOtherNumbers() {
    Updater updater = lake.updater(SQL);
    load(updater, "a.gz", post(1, "de"));
    updater.update("silver", upstream(), PLENTY);
    load(updater, "b.gz", post(2, "de"));
    String changed =
        SQL.replace(
            "SELECT * FROM STREAM(bronze)",
            "SELECT CAST(id AS DOUBLE) AS id, lang FROM STREAM(bronze)");

    lake.updater(changed).update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(1L, 2L);
  }

  @Test
  void goesOnAfterMaintenanceHasCleanedTheLogOfItsTable() {
    String sql =
        SQL.replace(
            ") AS SELECT * FROM STREAM(bronze)",
            """
            ) TBLPROPERTIES (
              "delta.logRetentionDuration" = "interval 0 seconds",
              "delta.checkpointInterval" = "2"
            ) AS SELECT * FROM STREAM(bronze)""");
    Updater updater = lake.updater(sql);
    for (int version = 0; version < 5; version++) {
      load(updater, version + ".gz", post(version + 1, version == 1 ? "de" : "en"));
      updater.update("silver", upstream(), PLENTY);
    }
    Maintenance maintenance = new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES);
    Maintenance.Report report = maintenance.run("silver", Instant.now().plusSeconds(60));
    assertThat(report.deletedLogFiles()).isPositive();

    load(updater, "after.gz", post(9, "de"));
    updater.update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(2L, 9L);
  }

  @Test
  void maintenanceTakesOverWhatADeadWriterLeft() {
    load(lake.updater(SQL), "a.gz", post(1, "en"), post(2, "de"));
    Updater dying =
        lake.updater(
            SQL, CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/"));
    assertThatThrownBy(() -> dying.update("silver", upstream(), PLENTY))
        .isInstanceOf(RuntimeException.class);

    new Maintenance(lake.updater(SQL), Maintenance.DEFAULT_TARGET_BYTES)
        .run("silver", Instant.now().plusSeconds(60));

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(2L);
  }

  @Test
  void forgetsRowsThatADeadWriterLeft() {
    load(lake.updater(SQL), "a.gz", post(1, "en"), post(2, "de"), post(3, "de"));
    Updater dying =
        lake.updater(
            SQL, CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/"));
    assertThatThrownBy(() -> dying.update("silver", upstream(), PLENTY))
        .isInstanceOf(RuntimeException.class);

    new Forgetter(lake.updater(SQL))
        .forget(ForgetRequest.ofPosts(List.of("2")), Instant.now().plusSeconds(60));
    lake.updater(SQL).update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(3L);
  }
}
