package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What streams keep up, update by update, is what DuckDB computes in one query over all rows:
 * random batches, announced late, twice and in any order.
 */
class StreamAndBatchTest {
  private static final long SEED = 20_201_130;
  private static final int ROUNDS = 6;
  private static final int MAX_FILES_A_ROUND = 3;
  private static final int MAX_ROWS_A_FILE = 6;

  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze AS SELECT * FROM STREAM read_files(
        "s3://${landing}/posts/", format => "json",
        schema => "g STRING, i BIGINT, d DOUBLE, m DECIMAL(12,3), b BOOLEAN, t TIMESTAMP, s STRING");
      CREATE OR REFRESH STREAMING TABLE silver
      AS SELECT *, CASE WHEN s == "nan" THEN CAST("NaN" AS DOUBLE) ELSE d END AS x FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE kinds
      AS SELECT g, name FROM STREAM read_files("s3://${landing}/kinds/", format => "json");
      CREATE OR REFRESH STREAMING TABLE totals AS SELECT
        g, count(*) AS n, count(i) AS n_i, count_if(i > 0) AS n_pos, sum(i) AS sum_i, min(i) AS min_i,
        max(i) AS max_i, avg(i) AS avg_i, sum(x) AS sum_x, min(x) AS min_x, max(x) AS max_x, avg(x) AS avg_x,
        sum(m) AS sum_m, min(m) AS min_m, max(m) AS max_m, avg(m) AS avg_m, min(s) AS min_s, max(s) AS max_s,
        min(t) AS first_t, bool_and(b) AS all_b, bool_or(b) AS any_b, approx_count_distinct(s) AS n_s
      FROM STREAM(silver) GROUP BY g;
      CREATE OR REFRESH STREAMING TABLE hours
      AS SELECT window.start AS hour, count(*) AS n, sum(i) AS sum_i
      FROM STREAM(silver) GROUP BY window(t, "1 hour");
      CREATE OR REFRESH STREAMING TABLE named
      AS SELECT s.i, k.name FROM STREAM(silver) s LEFT JOIN kinds k ON s.g = k.g;
      CREATE OR REFRESH STREAMING TABLE parts;
      CREATE FLOW positive AS INSERT INTO parts BY NAME SELECT i, g FROM STREAM(silver) WHERE i > 0;
      CREATE FLOW other AS INSERT INTO parts BY NAME SELECT g, i FROM STREAM(bronze) WHERE NOT i > 0;
      """;

  private static final List<String> TABLES =
      List.of("bronze", "silver", "totals", "hours", "named", "parts");

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void streamsKeepUpWhatABatchComputes() {
    Random random = new Random(SEED);
    Updater updater = lake.updater(SQL);
    lake.land(
        "kinds/a.gz", "{\"g\":\"a\",\"name\":\"first\"}", "{\"g\":\"b\",\"name\":\"second\"}");
    updater.update("kinds", Wakeup.everything(), PLENTY);
    List<ObjectPath> landed = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int count = random.nextInt(MAX_FILES_A_ROUND + 1);
      for (int file = 0; file < count; file++) {
        landed.add(lake.land("posts/%d-%d.gz".formatted(round, file), rows(random)));
      }
      Collections.shuffle(landed, random);
      // some files are announced again, some not yet
      updater.update(
          "bronze",
          files(landed.stream().filter(file -> random.nextBoolean()).toArray(ObjectPath[]::new)),
          PLENTY);
      for (String table : TABLES) {
        if (random.nextInt(3) > 0) {
          updater.update(table, upstream(), PLENTY);
        }
      }
    }
    updater.update("bronze", Wakeup.everything(), PLENTY);
    TABLES.forEach(table -> updater.update(table, upstream(), PLENTY));

    assertSame("SELECT g, i FROM silver", "SELECT g, i FROM bronze");
    assertThat(query("SELECT count(*) FROM silver WHERE isnan(x)")).isNotEqualTo(List.of("0"));
    assertSame(
        """
        SELECT g, n, n_i, n_pos, sum_i, min_i, max_i, round(avg_i, 6), round(sum_x, 6), min_x, max_x,
          round(avg_x, 6), sum_m, min_m, max_m, round(CAST(avg_m AS DOUBLE), 4), min_s, max_s, first_t,
          all_b, any_b, n_s FROM totals
        """,
        """
        SELECT g, count(*), count(i), count(*) FILTER (WHERE i > 0), sum(i), min(i), max(i),
          round(avg(i), 6), round(sum(x), 6), min(x), max(x), round(avg(x), 6), sum(m), min(m), max(m),
          round(avg(CAST(m AS DOUBLE)), 4), min(s), max(s), min(t), bool_and(b), bool_or(b),
          count(DISTINCT s) FROM silver GROUP BY g
        """);
    assertSame(
        "SELECT hour, n, sum_i FROM hours",
        "SELECT time_bucket(INTERVAL 1 HOUR, t), count(*), sum(i) FROM silver WHERE t IS NOT NULL GROUP BY 1");
    assertSame("SELECT i, name FROM named", "SELECT i, name FROM silver LEFT JOIN kinds USING (g)");
    assertSame("SELECT g, i FROM parts", "SELECT g, i FROM silver WHERE i IS NOT NULL");
  }

  private static String[] rows(Random random) {
    String[] rows = new String[random.nextInt(MAX_ROWS_A_FILE + 1)];
    for (int row = 0; row < rows.length; row++) {
      List<String> members = new ArrayList<>();
      maybe(random, members, "g", "\"%s\"".formatted((char) ('a' + random.nextInt(3))));
      maybe(random, members, "i", Long.toString(random.nextInt(2001) - 1000));
      maybe(random, members, "d", String.format(Locale.ROOT, "%.2f", random.nextDouble() * 100));
      maybe(random, members, "m", String.format(Locale.ROOT, "%.3f", random.nextGaussian() * 1e6));
      maybe(random, members, "b", Boolean.toString(random.nextBoolean()));
      maybe(
          random, members, "t", "\"%s\"".formatted(Instant.ofEpochSecond(random.nextInt(36_000))));
      maybe(
          random,
          members,
          "s",
          random.nextInt(8) == 0 ? "\"nan\"" : "\"ü%d\"".formatted(random.nextInt(20)));
      rows[row] = "{" + String.join(",", members) + "}";
    }
    return rows;
  }

  private static void maybe(Random random, List<String> members, String name, String value) {
    if (random.nextInt(6) > 0) {
      members.add("\"%s\":%s".formatted(name, value));
    }
  }

  private void assertSame(String kept, String computed) {
    assertThat(query("SELECT count(*) FROM (" + computed + ")")).isNotEqualTo(List.of("0"));
    assertThat(query("(" + kept + ") EXCEPT ALL (" + computed + ")")).as(kept).isEmpty();
    assertThat(query("(" + computed + ") EXCEPT ALL (" + kept + ")")).as(kept).isEmpty();
  }

  private List<String> query(String sql) {
    return lake.query(
        List.of("bronze", "silver", "kinds", "totals", "hours", "named", "parts"), sql);
  }

  @Test
  void aSumThatOverflowsFailsTheUpdateAndLeavesTheTableAsItIs() {
    Updater updater =
        lake.updater(
            """
            CREATE OR REFRESH STREAMING TABLE bronze
            AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE OR REFRESH STREAMING TABLE totals
            AS SELECT lang, sum(id) AS total FROM STREAM(bronze) GROUP BY lang;
            """);
    lake.land("posts/a.gz", post(Long.MAX_VALUE, "en"), post(1, "de"));
    updater.update("bronze", Wakeup.everything(), PLENTY);
    updater.update("totals", upstream(), PLENTY);
    lake.land("posts/b.gz", post(1, "en"));
    updater.update("bronze", Wakeup.everything(), PLENTY);

    assertThatThrownBy(() -> updater.update("totals", upstream(), PLENTY))
        .hasMessageContainingAll(
            "9223372036854775808 is out of range of BIGINT", "try_sum", "total");
    assertThat(lake.column("totals", "total")).containsExactly(1L, Long.MAX_VALUE);
  }
}
