package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.flow.AppliedChanges.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Tables that changes are applied to, update by update, are what the changes leave that are applied
 * one after the other: late ones, repeated ones, in batches of any size.
 */
class ChangeCaptureTest {
  private static final long SEED = 20_261_130;
  private static final int CHANGES = 160;
  private static final int KEYS = 9;
  private static final int ROUNDS = 3;

  private static final String SQL =
      """
      CREATE STREAMING TABLE raw AS SELECT * EXCEPT (_rescued_data) FROM STREAM read_files(
        "s3://${landing}/changes/", format => "json",
        schema => "id BIGINT, name STRING, town STRUCT<name: STRING, zip: BIGINT>, op STRING, seq BIGINT");
      CREATE TEMPORARY STREAMING VIEW known AS SELECT * FROM STREAM(raw) WHERE op IS DISTINCT FROM "clear";

      CREATE STREAMING TABLE latest;
      APPLY CHANGES INTO LIVE.latest FROM STREAM(LIVE.raw) KEYS (id)
        APPLY AS DELETE WHEN op = "del" APPLY AS TRUNCATE WHEN op = "clear"
        SEQUENCE BY seq COLUMNS * EXCEPT (op, seq);

      CREATE STREAMING TABLE filled (id BIGINT NOT NULL, name STRING, town STRUCT<name: STRING, zip: BIGINT>);
      CREATE FLOW fills AS AUTO CDC INTO filled FROM STREAM(raw) KEYS (id) IGNORE NULL UPDATES
        APPLY AS DELETE WHEN op = "del" APPLY AS TRUNCATE WHEN op = "clear"
        SEQUENCE BY seq COLUMNS (id, name, town) STORED AS SCD TYPE 1;

      CREATE STREAMING TABLE inferred FLOW AUTO CDC
        FROM STREAM read_files("s3://${landing}/changes/", format => "json") KEYS (id) IGNORE NULL UPDATES
        APPLY AS DELETE WHEN op = "del" APPLY AS TRUNCATE WHEN op = "clear"
        SEQUENCE BY STRUCT(seq, _metadata.file_path) COLUMNS * EXCEPT (op, seq, _rescued_data);

      CREATE STREAMING TABLE parts;
      CREATE FLOW odd AS AUTO CDC INTO parts FROM (SELECT * FROM STREAM(raw) WHERE id % 2 = 1) KEYS (id)
        APPLY AS DELETE WHEN op = "del" SEQUENCE BY seq COLUMNS (town, name, id);
      CREATE FLOW others AS AUTO CDC INTO parts
        FROM (SELECT * FROM STREAM(raw) WHERE coalesce(id, 0) % 2 = 0) KEYS (id)
        APPLY AS DELETE WHEN op = "del" APPLY AS TRUNCATE WHEN op = "clear"
        SEQUENCE BY seq COLUMNS * EXCEPT (op, seq);

      CREATE STREAMING TABLE history;
      AUTO CDC INTO history FROM STREAM(known) KEYS (id) APPLY AS DELETE WHEN op = "del"
        SEQUENCE BY seq COLUMNS * EXCEPT (op, seq) STORED AS SCD TYPE 2;

      CREATE STREAMING TABLE named (id BIGINT, name STRING, town STRUCT<name: STRING, zip: BIGINT>,
        __START_AT BIGINT, __END_AT BIGINT);
      AUTO CDC INTO named FROM STREAM(known) KEYS (id) IGNORE NULL UPDATES APPLY AS DELETE WHEN op = "del"
        SEQUENCE BY seq COLUMNS * EXCEPT (op, seq) STORED AS SCD TYPE 2 TRACK HISTORY ON * EXCEPT (town);

      CREATE MATERIALIZED VIEW towns AS SELECT town.name AS town, count(*) AS n FROM latest GROUP BY ALL;
      """;

  private static final List<String> TARGETS =
      List.of("latest", "filled", "inferred", "parts", "history", "named");

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void keepsUpWhatChangesLeaveThatAreAppliedOneByOne() {
    Random random = new Random(SEED);
    List<Change> all = changes(random);
    Updater updater = lake.updater(SQL);
    Set<Change> landed = new LinkedHashSet<>();
    int from = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      int upTo = round * CHANGES / ROUNDS;
      List<Change> batch = new ArrayList<>(all.subList(from, upTo));
      // some come again
      landed.stream().filter(change -> random.nextInt(5) == 0).forEach(batch::add);
      Collections.shuffle(batch, random);
      int cut = random.nextInt(batch.size());
      land("changes/%d-a.gz".formatted(round), batch.subList(0, cut));
      updater.update("raw", Wakeup.everything(), PLENTY);
      TARGETS.stream()
          .filter(target -> random.nextBoolean())
          .forEach(target -> updater.update(target, upstream(), PLENTY));
      land("changes/%d-b.gz".formatted(round), batch.subList(cut, batch.size()));
      updater.update("raw", Wakeup.everything(), PLENTY);
      landed.addAll(batch);
      from = upTo;

      TARGETS.forEach(target -> updater.update(target, upstream(), PLENTY));
      assertTargets(landed, "after round " + round);
    }
    updater.update("towns", upstream(), PLENTY);

    assertThat(lake.query(List.of("towns"), "SELECT sum(n) FROM towns"))
        .containsExactly(Integer.toString(AppliedChanges.latest(landed, false).size()));
  }

  private void assertTargets(Set<Change> landed, String when) {
    List<String> latest = AppliedChanges.latest(landed, false);
    List<String> filled = AppliedChanges.latest(landed, true);
    List<Change> known = landed.stream().filter(change -> !change.op().equals("clear")).toList();
    assertThat(latest).as("different things are compared").isNotEqualTo(filled).isNotEmpty();
    assertThat(rows("latest", "")).as("latest " + when).isEqualTo(latest);
    assertThat(rows("parts", "")).as("parts " + when).isEqualTo(latest);
    assertThat(rows("filled", "")).as("filled " + when).isEqualTo(filled);
    assertThat(rows("inferred", "")).as("inferred " + when).isEqualTo(filled);
    assertThat(rows("history", ", __START_AT, __END_AT"))
        .as("history " + when)
        .isEqualTo(AppliedChanges.history(known, false, false));
    assertThat(rows("named", ", __START_AT, __END_AT"))
        .as("named " + when)
        .isEqualTo(AppliedChanges.history(known, true, true));
  }

  private List<String> rows(String table, String more) {
    return lake
        .query(List.of(table), "SELECT id, name, town.name, town.zip" + more + " FROM " + table)
        .stream()
        .sorted()
        .toList();
  }

  private void land(String key, List<Change> changes) {
    lake.land(key, changes.stream().map(Change::json).toArray(String[]::new));
  }

  /** Changes of unlike sequence, in no order. */
  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (long seq : LongStream.rangeClosed(1, CHANGES).toArray()) {
      int kind = random.nextInt(20);
      // what comes after the last of them must be enough to compare
      boolean clears = kind == 0 && seq < CHANGES / 2;
      String op = clears ? "clear" : kind < 4 ? "del" : "put";
      changes.add(
          new Change(
              op.equals("clear") ? null : random.nextLong(KEYS),
              random.nextInt(3) == 0 ? null : "n" + random.nextInt(2),
              random.nextInt(3) == 0 ? null : "t" + random.nextInt(3),
              random.nextInt(3) == 0 ? null : random.nextLong(3),
              op,
              seq));
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  @Test
  void commitsNothingWhereNoChangeCame() {
    Updater updater = lake.updater(SQL);
    land("changes/a.gz", List.of(new Change(1L, "al", null, null, "put", 1)));
    updater.update("raw", Wakeup.everything(), PLENTY);

    assertThat(updater.update("latest", upstream(), PLENTY).commits()).hasSize(1);
    assertThat(updater.update("latest", upstream(), PLENTY).commits()).isEmpty();
    assertThat(lake.latest("latest").operation()).isEqualTo("REFRESH");
  }

  @Test
  void aChangeWithoutSequenceFailsTheUpdateAndLeavesTheTableAsItIs() {
    Updater updater = lake.updater(SQL);
    land("changes/a.gz", List.of(new Change(1L, "al", null, null, "put", 1)));
    updater.update("raw", Wakeup.everything(), PLENTY);
    updater.update("latest", upstream(), PLENTY);
    lake.land("changes/b.gz", "{\"id\":7,\"name\":\"bo\",\"op\":\"put\"}");
    updater.update("raw", Wakeup.everything(), PLENTY);

    assertThatThrownBy(() -> updater.update("latest", upstream(), PLENTY))
        .hasMessageContaining(
            "Cannot apply to latest a change without SEQUENCE BY seq (id = 7); leave such rows out in"
                + " a view that reads the source; test.sql:");
    assertThat(lake.column("latest", "id")).containsExactly(1L);
  }

  @Test
  void rulesAreAboutTheRowsThatChangesLeave() {
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files("s3://${landing}/changes/",
              format => "json", schema => "id BIGINT, name STRING, seq BIGINT");
            CREATE STREAMING TABLE latest (
              CONSTRAINT has_name EXPECT (name IS NOT NULL) ON VIOLATION DROP ROW,
              CONSTRAINT positive EXPECT (id > 0) ON VIOLATION QUARANTINE ROW);
            AUTO CDC INTO latest FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS (id, name);
            """);
    land(
        "changes/a.gz",
        List.of(
            new Change(1L, "al", null, null, null, 2),
            new Change(1L, null, null, null, null, 1),
            new Change(2L, null, null, null, null, 1),
            new Change(-3L, "cy", null, null, null, 1)));
    updater.update("raw", Wakeup.everything(), PLENTY);

    UpdateMetrics first = updater.update("latest", upstream(), PLENTY).commits().get(0);
    land("changes/b.gz", List.of(new Change(2L, "bo", null, null, null, 2)));
    updater.update("raw", Wakeup.everything(), PLENTY);
    UpdateMetrics second = updater.update("latest", upstream(), PLENTY).commits().get(0);

    assertThat(first.rowsWritten()).isEqualTo(1);
    assertThat(first.rowsDropped()).isEqualTo(1);
    assertThat(first.rowsQuarantined()).isEqualTo(1);
    assertThat(second.rowsDropped()).as("the row was mended").isZero();
    assertThat(lake.column("latest", "id")).containsExactly(1L, 2L);
    assertThat(lake.column("latest_quarantine", "id")).containsExactly(-3L);
  }

  @Test
  void aViewLeavesChangesOutThatCannotBeApplied() {
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files("s3://${landing}/changes/",
              format => "json", schema => "id BIGINT, name STRING, seq BIGINT");
            CREATE TEMPORARY STREAMING VIEW sound (
              CONSTRAINT has_sequence EXPECT (seq IS NOT NULL) ON VIOLATION DROP ROW)
            AS SELECT * FROM STREAM(raw);
            CREATE STREAMING TABLE latest;
            AUTO CDC INTO latest FROM STREAM(sound) KEYS (id) SEQUENCE BY seq COLUMNS (id, name);
            """);
    lake.land("changes/a.gz", "{\"id\":7,\"name\":\"bo\"}", "{\"id\":1,\"name\":\"al\",\"seq\":1}");
    updater.update("raw", Wakeup.everything(), PLENTY);

    UpdateMetrics metrics = updater.update("latest", upstream(), PLENTY).commits().get(0);

    assertThat(lake.column("latest", "id")).containsExactly(1L);
    assertThat(metrics.expectations())
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.name()).isEqualTo("has_sequence");
              assertThat(count.failed()).isEqualTo(1);
            });
  }

  @Test
  void aColumnThatFilesBringLaterIsTakenUp() {
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE latest FLOW AUTO CDC
              FROM STREAM read_files("s3://${landing}/changes/", format => "json") KEYS (id)
              SEQUENCE BY seq COLUMNS * EXCEPT (seq, _rescued_data) STORED AS SCD TYPE 2;
            """);
    lake.land("changes/a.gz", "{\"id\":1,\"seq\":1}");
    updater.update("latest", Wakeup.everything(), PLENTY);
    lake.land("changes/b.gz", "{\"id\":1,\"name\":\"al\",\"seq\":2}");
    updater.update("latest", Wakeup.everything(), PLENTY);

    assertThat(
            lake.query(
                List.of("latest"), "SELECT id, name, __START_AT, __END_AT FROM latest ORDER BY 3"))
        .containsExactly("1 NULL 1 2", "1 al 2 NULL");
  }
}
