package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.delta.Progress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir Path directory;
  private TestLake lake;

  @BeforeEach
  void start() {
    lake = new TestLake(directory);
  }

  @AfterEach
  void stop() {
    lake.close();
  }

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
}
