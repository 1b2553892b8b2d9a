package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION QUARANTINE ROW
      ) AS SELECT id, lang FROM STREAM(bronze);
      CREATE OR REFRESH MATERIALIZED VIEW newest AS SELECT max(id) AS id FROM bronze;
      """;

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void mergesFilesWithoutWakingTheTablesThatReadThem() {
    Updater updater = lake.updater(SQL);
    for (int i = 1; i <= 3; i++) {
      updater.update("bronze", files(lake.land("posts/" + i + ".gz", post(i, "en"))), PLENTY);
      updater.update("silver", upstream(), PLENTY);
    }
    updater.update("newest", upstream(), PLENTY);
    Maintenance maintenance = new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES);

    Maintenance.Report report = maintenance.run("bronze", Instant.now().plusSeconds(60));

    assertThat(maintenance.tables())
        .isEqualTo(List.of("bronze", "silver", "silver_quarantine", "newest"));
    assertThat(report.compaction().removedFiles()).isEqualTo(3);
    assertThat(lake.delta("bronze").snapshot().orElseThrow().files()).hasSize(1);
    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L, 3L);
    assertThat(updater.update("silver", upstream(), PLENTY).commits()).isEmpty();
    assertThat(updater.update("newest", upstream(), PLENTY).commits()).isEmpty();
    updater.update("bronze", files(lake.land("posts/4.gz", post(4, "en"))), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    assertThat(lake.column("silver", "id")).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void mergesWithinPartitions() {
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE bronze PARTITIONED BY (lang)
        AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        """;
    Updater updater = lake.updater(sql);
    for (int i = 1; i <= 2; i++) {
      updater.update(
          "bronze", files(lake.land("posts/" + i + ".gz", post(i, "en"), post(-i, "de"))), PLENTY);
    }

    new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES)
        .run("bronze", Instant.now().plusSeconds(60));

    assertThat(lake.delta("bronze").snapshot().orElseThrow().files()).hasSize(2);
    assertThat(lake.kernel("bronze").rows())
        .extracting(row -> row.get("id") + " " + row.get("lang"))
        .containsExactlyInAnyOrder("1 en", "2 en", "-1 de", "-2 de");
  }

  @Test
  void neitherAnEventNorASweepTakesAFileInAgainAfterItsEntryIsPruned() throws Exception {
    // with so short a retention each entry is old by the time of the maintenance
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE bronze
        TBLPROPERTIES ("tweetlake.progressRetention" = "interval 0 seconds")
        AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        """;
    Updater updater = lake.updater(sql);
    ObjectPath taken = lake.land("posts/a.gz", post(1, "en"));
    updater.update("bronze", files(taken), PLENTY);
    ObjectPath overlooked = landLater(Instant.now(), "posts/b.gz", post(2, "en"));

    Maintenance.Report report =
        new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES)
            .run("bronze", Instant.now().plusSeconds(60));

    assertThat(report.prunedEntries()).isEqualTo(1);
    assertThat(updater.update("bronze", files(taken), PLENTY).commits()).isEmpty();
    assertThat(updater.update("bronze", Wakeup.everything(), PLENTY).commits()).hasSize(1);
    assertThat(updater.update("bronze", files(overlooked), PLENTY).commits()).isEmpty();
    assertThat(lake.column("bronze", "id"))
        .as("not taken in again, and what nobody had taken in is not passed over")
        .containsExactly(1L, 2L);
  }

  /** Lands a file in a later second than that of a time: S3 counts whole seconds. */
  private ObjectPath landLater(Instant earlier, String key, String line) {
    ObjectPath later = lake.land(key, line);
    while (!lake.store()
        .head(later)
        .orElseThrow()
        .lastModified()
        .truncatedTo(ChronoUnit.SECONDS)
        .isAfter(earlier)) {
      lake.land(key, line);
    }
    return later;
  }

  @Test
  void doesNothingToATableThatIsNotThereYet() {
    Maintenance maintenance = new Maintenance(lake.updater(SQL), 1);

    Maintenance.Report report = maintenance.run("silver", Instant.now().plusSeconds(60));

    assertThat(report.compaction().commits()).isZero();
    assertThatThrownBy(() -> maintenance.run("gold", Instant.now()))
        .hasMessage(
            "Cannot maintain gold: there are only the tables bronze, silver, silver_quarantine, newest");
  }
}
