package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefresherTest {
  private static final String BRONZE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      """;
  private static final String SILVER =
      """
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION QUARANTINE ROW
      ) AS SELECT id, lang FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE languages
      AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
      """;

  @AutoClose private final TestLake lake = new TestLake();
  private ObjectPath landed;

  @BeforeEach
  void start() {
    landed = lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "de"), post(3, "en"));
    updateAll(lake.updater(BRONZE + SILVER));
  }

  private void updateAll(Updater updater) {
    updater.update("bronze", Wakeup.everything(), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("languages", upstream(), PLENTY);
  }

  private Refresher refresher(String sql) {
    return new Refresher(lake.updater(sql), PLENTY.maxBytes());
  }

  @Test
  void buildsATableAndAllThatReadItAnew() {
    lake.store().delete(landed);
    lake.land("posts/b.ndjson.gz", post(7, "en"), post(8, "fr"));

    List<UpdateResult> results = refresher(BRONZE + SILVER).refresh(List.of("bronze"));

    assertThat(results)
        .extracting(UpdateResult::table)
        .containsExactly("bronze", "silver", "languages");
    assertThat(lake.latest("bronze").operation()).isEqualTo("FULL REFRESH");
    assertThat(lake.column("bronze", "id")).containsExactly(7L, 8L);
    assertThat(lake.column("silver", "id")).containsExactly(7L);
    assertThat(lake.column("silver_quarantine", "id")).containsExactly(8L);
    assertThat(lake.column("languages", "lang")).containsExactly("en", "fr");
    assertThat(lake.kernel("bronze").version()).as("one version for all of it").isEqualTo(1);
  }

  @Test
  void goesOnWithUpdatesAfterwards() {
    refresher(BRONZE + SILVER).refresh(List.of("bronze"));
    Updater updater = lake.updater(BRONZE + SILVER);
    ObjectPath more = lake.land("posts/c.ndjson.gz", post(9, "en"), post(10, "it"));

    updater.update("bronze", files(landed, more), PLENTY);
    updateAll(updater);
    updateAll(updater);

    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L, 3L, 9L, 10L);
    assertThat(lake.column("silver", "id")).containsExactly(1L, 3L, 9L);
    assertThat(lake.column("silver_quarantine", "id")).containsExactly(2L, 10L);
    assertThat(lake.column("languages", "lang")).containsExactly("de", "en", "it");
  }

  @Test
  void takesANewDefinitionOver() {
    String changed = SILVER.replace("SELECT id, lang", "SELECT CAST(id AS STRING) AS id, lang");

    refresher(BRONZE + changed).refresh(List.of("silver"));

    assertThat(lake.column("silver", "id")).containsExactly("1", "3");
    assertThat(lake.column("silver_quarantine", "id")).containsExactly("2");
    assertThat(lake.kernel("bronze").version()).isZero();
  }

  @Test
  void respectsTablesThatMustNotBeReset() {
    String kept =
        BRONZE
            + SILVER.replace(
                "AS SELECT id, lang",
                "TBLPROPERTIES (\"pipelines.reset.allowed\" = \"false\") AS SELECT id, lang");

    assertThatThrownBy(() -> refresher(kept).refresh(List.of("bronze")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot refresh silver in full: its property pipelines.reset.allowed is false");
    assertThat(lake.kernel("bronze").version()).isZero();
  }

  @Test
  void emptiesATableWhoseSourceIsEmpty() {
    lake.store().delete(landed);

    refresher(BRONZE + SILVER).refresh(List.of("bronze"));

    assertThat(lake.kernel("bronze").rows()).isEmpty();
    assertThat(lake.kernel("silver").rows()).isEmpty();
    assertThat(lake.kernel("silver_quarantine").rows()).isEmpty();
  }

  @Test
  void readersSeeTheOldTableUntilTheNewOneIsWhole() {
    CrashingStore store =
        CrashingStore.beforeWriteOf(lake.store(), "bronze/_delta_log/%020d".formatted(1));
    lake.land("posts/b.ndjson.gz", post(7, "en"));

    assertThatThrownBy(
            () -> new Refresher(lake.updater(BRONZE + SILVER, store), 1).refresh(List.of("bronze")))
        .isInstanceOf(RuntimeException.class);
    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L, 3L);
    refresher(BRONZE + SILVER).refresh(List.of("bronze"));

    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L, 3L, 7L);
  }

  @Test
  void theNextUpdateMendsTheQuarantineOfARefreshThatDiedBeforeIt() {
    lake.store().delete(landed);
    lake.land("posts/b.ndjson.gz", post(7, "en"), post(8, "fr"));
    refresher(BRONZE).refresh(List.of("bronze"));
    CrashingStore store =
        CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/");
    Refresher dying = new Refresher(lake.updater(BRONZE + SILVER, store), PLENTY.maxBytes());
    assertThatThrownBy(() -> dying.refresh(List.of("silver"))).isInstanceOf(RuntimeException.class);
    assertThat(lake.column("silver", "id")).as("the new table stands").containsExactly(7L);

    lake.land("posts/c.ndjson.gz", post(9, "it"));
    Updater updater = lake.updater(BRONZE + SILVER);
    updater.update("bronze", Wakeup.everything(), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver_quarantine", "id")).containsExactly(8L, 9L);
  }

  @Test
  void theNextUpdateEmptiesTheQuarantineOfARefreshThatDiedBeforeIt() {
    lake.store().delete(landed);
    CrashingStore store =
        CrashingStore.beforeWriteOf(lake.store(), "silver_quarantine/_delta_log/");
    Refresher dying = new Refresher(lake.updater(BRONZE + SILVER, store), PLENTY.maxBytes());
    assertThatThrownBy(() -> dying.refresh(List.of("bronze"))).isInstanceOf(RuntimeException.class);

    lake.updater(BRONZE + SILVER).update("silver", upstream(), PLENTY);

    assertThat(lake.kernel("silver").rows()).isEmpty();
    assertThat(lake.kernel("silver_quarantine").rows()).isEmpty();
  }

  @Test
  void aRefreshThatDiesAtAnyWriteIsMendedByTheNextUpdate() {
    boolean died = true;
    int step = 0;
    while (died) {
      step++;
      died = false;
      for (boolean done : new boolean[] {false, true}) {
        CrashingStore store =
            done
                ? CrashingStore.after(lake.store(), step)
                : CrashingStore.before(lake.store(), step);
        try {
          new Refresher(lake.updater(BRONZE + SILVER, store), 1).refresh(List.of("silver"));
        } catch (RuntimeException e) {
          assertThat(store.isDead()).as("only the crash may fail a refresh: %s", e).isTrue();
        }
        died |= store.isDead();
        lake.updater(BRONZE + SILVER).update("silver", upstream(), PLENTY);
      }
      String where = "after crashes before and after write " + step;
      assertThat(lake.column("silver", "id")).as(where).containsExactly(1L, 3L);
      assertThat(lake.column("silver_quarantine", "id")).as(where).containsExactly(2L);
    }
    assertThat(step).as("writes of a refresh").isGreaterThan(4);
  }
}
