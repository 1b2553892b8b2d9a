package io.tweetlake.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.flow.Budget;
import io.tweetlake.flow.Maintenance;
import io.tweetlake.flow.Updater;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogTest {
  // with so short a retention each entry is old by the time of the maintenance
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      TBLPROPERTIES ("tweetlake.progressRetention" = "interval 0 seconds")
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json",
        pathGlobFilter => "*.ndjson");
      """;

  private static final Budget PLENTY = Budget.of(1 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;
  private LocalLake lake;
  private LocalDeployment deployment;
  private Table bronze;
  private Backlog backlog;

  @BeforeEach
  void open() {
    Pipeline pipeline =
        Pipeline.load(List.of(new SqlFile("test.sql", SQL)), Map.of("landing", "landing"));
    lake = LocalLake.open(folder.resolve("lake"));
    deployment = LocalDeployment.of(pipeline, lake, folder.resolve("scratch"), metrics -> {});
    bronze = pipeline.table("bronze").orElseThrow();
    backlog = new Backlog(pipeline, lake.layout(), lake.store());
  }

  @AfterEach
  void close() {
    deployment.close();
    lake.close();
  }

  private void land(String key) {
    lake.store()
        .write(
            new ObjectPath(LocalLake.LANDING_BUCKET, key),
            "{\"id\": 1}\n".getBytes(StandardCharsets.UTF_8),
            Map.of());
  }

  @Test
  void holdsFilesThatATableHasNotTakenIn() {
    land("posts/a.ndjson");
    assertThat(backlog.lacksFiles(bronze)).isTrue();

    updater().update("bronze", Wakeup.everything(), PLENTY);
    assertThat(backlog.lacksFiles(bronze)).isFalse();

    land("posts/b.ndjson");
    assertThat(backlog.lacksFiles(bronze)).isTrue();
  }

  @Test
  void doesNotHoldFilesWhoseEntriesWerePruned() {
    land("posts/a.ndjson");
    updater().update("bronze", Wakeup.everything(), PLENTY);
    Maintenance.Report report =
        new Maintenance(updater(), Maintenance.DEFAULT_TARGET_BYTES)
            .run("bronze", Instant.now().plusSeconds(60));

    assertThat(report.prunedEntries()).isEqualTo(1);
    assertThat(backlog.lacksFiles(bronze)).isFalse();
  }

  @Test
  void doesNotHoldFilesThatTheTableDoesNotRead() {
    land("posts/readme.txt");
    assertThat(backlog.lacksFiles(bronze)).isFalse();
  }

  private Updater updater() {
    return deployment.runtime().updater();
  }
}
