package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What joins of streams keep up, update by update, is what a materialized view of the same query
 * computes at once over all rows: random rows on every side, updates of any size at any time, and
 * compactions between them.
 */
class JoinedStreamsAndBatchTest {
  private static final int ROUNDS = 5;
  private static final int MAX_ROWS_A_FILE = 4;
  private static final int KEYS = 4;

  private static final List<String> SOURCES = List.of("a", "b", "c");

  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files(
        "s3://${landing}/a/", format => "json", schema => "k BIGINT, v BIGINT, l ARRAY<BIGINT>");
      CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM read_files(
        "s3://${landing}/b/", format => "json", schema => "k BIGINT, v BIGINT, l ARRAY<BIGINT>");
      CREATE OR REFRESH STREAMING TABLE c AS SELECT * FROM STREAM read_files(
        "s3://${landing}/c/", format => "json", schema => "k BIGINT, v BIGINT, l ARRAY<BIGINT>");
      CREATE TEMPORARY STREAMING LIVE VIEW positive_b (
        CONSTRAINT positive EXPECT (v > 0) ON VIOLATION DROP ROW
      ) AS SELECT k, v + 1 AS v FROM STREAM(b);
      CREATE TEMPORARY STREAMING LIVE VIEW ab
      AS SELECT a.k, a.v AS av, b.v AS bv FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k;
      CREATE TEMPORARY STREAMING LIVE VIEW checked_ab (
        CONSTRAINT rising EXPECT (av < bv) ON VIOLATION DROP ROW
      ) AS SELECT a.k, a.v AS av, b.v AS bv FROM STREAM(a) a NATURAL JOIN
        (SELECT k FROM STREAM(b)) b2 JOIN STREAM(b) b ON a.k = b.k;
      """;

  /** Queries of streaming tables by the tables' names. */
  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put(
        "two",
        "SELECT a.k, a.v AS av, b.v AS bv FROM STREAM(a) a INNER JOIN STREAM(b) b USING (k)");
    QUERIES.put(
        "conditions",
        """
        SELECT x.k, x.v + y.v AS total FROM STREAM(a) x, STREAM(b) AS y
        WHERE x.k = y.k AND x.v > y.v
        """);
    QUERIES.put(
        "itself",
        "SELECT x.k, x.v AS xv, y.v AS yv FROM STREAM(a) x JOIN STREAM(a) y ON x.k = y.k");
    QUERIES.put(
        "three",
        """
        SELECT a.k, a.v AS av, b.v AS bv, c.v AS cv
        FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k JOIN STREAM(c) c ON b.k = c.k
        """);
    QUERIES.put(
        "with_table",
        """
        SELECT a.v AS av, b.v AS bv, n.k AS nk
        FROM STREAM(a) a LEFT JOIN (SELECT DISTINCT k FROM fixed) n ON a.k = n.k
        JOIN STREAM(b) b ON b.k = a.k
        """);
    QUERIES.put(
        "exploded",
        "SELECT a.k, explode(a.l) AS e, b.v FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k");
    QUERIES.put(
        "checked_view",
        "SELECT a.k, a.v AS av, p.v AS pv FROM STREAM(positive_b) p JOIN STREAM(a) a ON a.k = p.k");
    QUERIES.put(
        "united",
        """
        WITH both_ AS (SELECT k, v FROM STREAM(a) UNION ALL SELECT k, v FROM STREAM(b)),
        large AS (SELECT k, v FROM both_ WHERE v > 0)
        SELECT l.k, l.v AS lv, c.v AS cv FROM large l JOIN STREAM(c) c ON l.k = c.k
        UNION ALL SELECT k, v, v FROM STREAM(c)
        """);
    QUERIES.put(
        "view_of_join",
        "SELECT ab.k, av, bv, c.v AS cv FROM STREAM(ab) ab JOIN STREAM(c) c ON c.k = ab.k");
    QUERIES.put(
        "checked_join",
        "SELECT q.k, av, bv, c.v AS cv FROM STREAM(c) c JOIN STREAM(checked_ab) q ON c.k = q.k");
    QUERIES.put(
        "lateral_",
        "SELECT a.k, l.v FROM STREAM(a) a, LATERAL (SELECT v FROM STREAM(b) b WHERE b.k = a.k) l");
    QUERIES.put(
        "nested",
        """
        SELECT p.k, p.av, q.bv FROM STREAM(ab) p JOIN (SELECT k, bv FROM STREAM(ab) WHERE av > 0) q
        ON p.k = q.k
        """);
    QUERIES.put(
        "grouped",
        """
        SELECT a.k, count(*) AS n, sum(b.v) AS total, min(a.v) AS least, avg(b.v) AS mean
        FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k GROUP BY a.k
        """);
    QUERIES.put(
        "distinct_rows", "SELECT DISTINCT p.* FROM STREAM(a) p JOIN STREAM(b) b ON p.k = b.k");
    QUERIES.put(
        "counted",
        "SELECT count(*) AS n, sum(a.v) AS total FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k");
  }

  private static final String COUNTED_AND_CHECKED =
      """
      CREATE OR REFRESH %s counted_and_checked%s (
        CONSTRAINT several EXPECT (n > 3) ON VIOLATION DROP ROW
      ) AS SELECT a.k, count(*) AS n FROM %s a JOIN %s b ON a.k = b.k GROUP BY a.k;
      """;

  @AutoClose private final TestLake lake = new TestLake();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void joinsKeepUpWhatABatchComputes(long seed) {
    Random random = new Random(seed);
    Updater updater = lake.updater(pipeline());
    List<String> kept = new ArrayList<>(QUERIES.keySet());
    kept.add("counted_and_checked");
    lake.land("fixed/a.gz", "{\"k\":1}", "{\"k\":2}");
    updater.update("fixed", Wakeup.everything(), budget(random));
    // so that no join is empty
    for (String source : SOURCES) {
      lake.land(source + "/start.gz", row("1", 3), row("1", 5), row("1", 7));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (String source : SOURCES) {
        int files = round == 0 ? 1 : random.nextInt(3);
        for (int file = 0; file < files; file++) {
          lake.land("%s/%d-%d.gz".formatted(source, round, file), rows(random));
          updater.update(source, Wakeup.everything(), budget(random));
        }
      }
      for (String table : kept) {
        if (random.nextInt(3) > 0) {
          updater.update(table, upstream(), budget(random));
        }
      }
      if (round > 1 && random.nextBoolean()) {
        new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES)
            .run(
                SOURCES.get(random.nextInt(SOURCES.size())),
                Instant.now().plus(Duration.ofMinutes(5)));
      }
    }
    for (String table : kept) {
      updater.update(table, upstream(), budget(random));
      updater.update(table + "_batch", upstream(), TestLake.PLENTY);
      assertSame(table);
    }
  }

  private static Budget budget(Random random) {
    return Budget.of(random.nextBoolean() ? 1 : 1 << 20, Duration.ofHours(2));
  }

  private static String pipeline() {
    String streaming =
        QUERIES.entrySet().stream()
            .map(
                query ->
                    "CREATE OR REFRESH STREAMING TABLE %s AS %s;\n"
                        .formatted(query.getKey(), query.getValue()))
            .collect(Collectors.joining());
    String batch =
        QUERIES.entrySet().stream()
            .map(
                query ->
                    "CREATE OR REFRESH MATERIALIZED VIEW %s_batch AS %s;\n"
                        .formatted(query.getKey(), batch(query.getValue())))
            .collect(Collectors.joining());
    return SQL
        + batch(SQL.substring(SQL.indexOf("CREATE TEMPORARY")))
            .replace("STREAMING LIVE VIEW positive_b", "LIVE VIEW positive_b_batch")
            .replace("STREAMING LIVE VIEW ab", "LIVE VIEW ab_batch")
            .replace("STREAMING LIVE VIEW checked_ab", "LIVE VIEW checked_ab_batch")
        + "CREATE OR REFRESH STREAMING TABLE fixed AS SELECT * FROM STREAM read_files("
        + "\"s3://${landing}/fixed/\", format => \"json\");\n"
        + streaming
        + batch
        + COUNTED_AND_CHECKED.formatted("STREAMING TABLE", "", "STREAM(a)", "STREAM(b)")
        + COUNTED_AND_CHECKED.formatted("MATERIALIZED VIEW", "_batch", "a", "b");
  }

  private static String batch(String streaming) {
    return streaming
        .replace("STREAM(ab)", "ab_batch")
        .replace("STREAM(positive_b)", "positive_b_batch")
        .replace("STREAM(checked_ab)", "checked_ab_batch")
        .replaceAll("STREAM\\((\\w+)\\)", "$1");
  }

  private static String[] rows(Random random) {
    String[] rows = new String[1 + random.nextInt(MAX_ROWS_A_FILE)];
    for (int row = 0; row < rows.length; row++) {
      String key = random.nextInt(6) == 0 ? "null" : Integer.toString(random.nextInt(KEYS));
      rows[row] = row(key, random.nextInt(21) - 10);
    }
    return rows;
  }

  private static String row(String key, int value) {
    return "{\"k\":%s,\"v\":%d,\"l\":[%d,%d]}".formatted(key, value, value + 1, value % 3);
  }

  private void assertSame(String table) {
    List<String> tables = List.of(table, table + "_batch");
    String columns =
        String.join(
            ", ", lake.delta(table + "_batch").snapshot().orElseThrow().schema().fieldNames());
    String kept = "SELECT " + columns + " FROM " + table;
    String computed = "SELECT " + columns + " FROM " + table + "_batch";
    assertThat(lake.query(tables, computed)).as(table).isNotEmpty();
    assertThat(lake.query(tables, kept + " EXCEPT ALL " + computed)).as(table).isEmpty();
    assertThat(lake.query(tables, computed + " EXCEPT ALL " + kept)).as(table).isEmpty();
  }
}
