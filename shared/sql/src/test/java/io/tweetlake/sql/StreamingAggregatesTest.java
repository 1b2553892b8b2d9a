package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An aggregate kept up over three updates is what it would be over all rows at once. */
class StreamingAggregatesTest {
  @AutoClose
  private final DuckDbWitness duckDb =
      DuckDbWitness.open(
          "CREATE TABLE posts AS SELECT i AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE 'l' || (i % 3) END"
              + " AS lang, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 11 END AS likes,"
              + " TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_minutes(CAST(i * 7 AS INTEGER)) AS at,"
              + " i % 5000 AS author FROM range(1, 9001) r(i)");

  private Query keptUp(String select, String groupBy) throws SQLException {
    String sql =
        "CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('s3://src');\n"
            + "CREATE STREAMING TABLE t AS SELECT "
            + select
            + " FROM STREAM raw "
            + groupBy;
    Query query = Translations.load(sql).table("t").orElseThrow().flows().get(0).query();
    Aggregation aggregation = query.aggregation().orElseThrow();
    duckDb.execute("DROP TABLE IF EXISTS __stored");
    for (String part : List.of("id <= 3000", "id > 3000 AND id <= 3001", "id > 3001")) {
      duckDb.execute("CREATE OR REPLACE VIEW raw AS SELECT * FROM posts WHERE " + part);
      duckDb.execute("CREATE OR REPLACE TABLE __partial AS " + aggregation.partialSql());
      duckDb.execute("CREATE TABLE IF NOT EXISTS __stored AS SELECT * FROM __partial WHERE FALSE");
      duckDb.execute("CREATE OR REPLACE TABLE __next AS " + aggregation.mergeSql());
      duckDb.execute("DROP TABLE __stored");
      duckDb.execute("ALTER TABLE __next RENAME TO __stored");
    }
    duckDb.execute("CREATE OR REPLACE VIEW raw AS SELECT * FROM posts");
    return query;
  }

  private static String visible(Query query) {
    List<String> hidden = query.aggregation().orElseThrow().hiddenColumns();
    return hidden.isEmpty()
        ? "SELECT * FROM __stored"
        : "SELECT * EXCLUDE (" + String.join(", ", hidden) + ") FROM __stored";
  }

  private void assertSameAsAtOnce(String select, String groupBy) throws SQLException {
    Query query = keptUp(select, groupBy);
    assertThat(duckDb.rows(visible(query)))
        .as(query.aggregation().orElseThrow().mergeSql())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(duckDb.rows(query.duckdbSql()));
  }

  @Test
  void keepsCountsSumsAndExtremesUp() throws SQLException {
    assertSameAsAtOnce(
        "lang, count(*) AS n, count(likes) AS liked, sum(likes) AS s, min(id) AS a, max(at) AS b,"
            + " count_if(likes > 5) AS many, bool_or(likes = 10) AS top, max_by(id, at) AS newest,"
            + " count(*) FILTER (WHERE likes = 1) AS ones",
        "GROUP BY lang");
  }

  @Test
  void keepsAveragesUpWithHiddenColumns() throws SQLException {
    Query query = keptUp("lang, avg(likes) AS mean", "GROUP BY lang");
    assertThat(query.aggregation().orElseThrow().hiddenColumns())
        .containsExactly("__state_1_sum", "__state_1_count");
    assertThat(duckDb.rows("SELECT round(mean, 9) FROM __stored"))
        .containsExactlyInAnyOrderElementsOf(
            duckDb.rows("SELECT round(mean, 9) FROM (" + query.duckdbSql() + ")"));
  }

  @Test
  void keepsSumsAndAveragesOfDecimalsExact() throws SQLException {
    assertSameAsAtOnce(
        "lang, sum(CAST(id AS DECIMAL(10, 2)) / 7) AS s, avg(CAST(id AS DECIMAL(10, 2))) AS mean",
        "GROUP BY lang");
    assertThat(duckDb.rows("SELECT DISTINCT typeof(mean) FROM __stored"))
        .containsExactly("DECIMAL(14,6)");
  }

  @Test
  void keepsExpressionsOfAggregatesUp() throws SQLException {
    assertSameAsAtOnce(
        "upper(lang) AS code, sum(likes) * 100 DIV count(*) AS percent, max(id) - min(id) AS span",
        "GROUP BY lang");
  }

  @Test
  void doesNotEvaluateExpressionsOverAPartOfTheRows() throws SQLException {
    assertSameAsAtOnce("lang, sum(id) / count_if(id <> 3001) AS ratio", "GROUP BY lang");
  }

  @Test
  void groupsByAColumnRatherThanAnItemOfItsName() throws SQLException {
    assertSameAsAtOnce("'x' || lang AS lang, count(*) AS n", "GROUP BY lang");
  }

  @Test
  void groupsByExpressionsPositionsAndAliases() throws SQLException {
    assertSameAsAtOnce(
        "date_trunc('DAY', at) AS day, count(*) AS n", "GROUP BY date_trunc('DAY', at)");
    assertSameAsAtOnce("date_trunc('DAY', at) AS day, lang, count(*) AS n", "GROUP BY day, 2");
    assertSameAsAtOnce("lang, count(*) AS n", "GROUP BY ALL");
    assertSameAsAtOnce("count(*) AS n", "GROUP BY lang, likes");
    assertSameAsAtOnce(
        "window(at, '1 hour') AS hour, count(*) AS n", "GROUP BY window(at, '1 hour')");
    assertSameAsAtOnce(
        "window.start AS hour, lang, max(id) - min(id) AS n",
        "GROUP BY lang, window(at, '1 hour')");
    assertSameAsAtOnce("window, count(*) AS n", "GROUP BY window(at, '1 hour')");
    assertSameAsAtOnce(
        "window(at, '1 hour').start AS hour, upper(lang) || '!' AS l, count(*) AS n",
        "GROUP BY upper(lang), window(at, '1 hour')");
  }

  @Test
  void aggregatesWithoutGroups() throws SQLException {
    assertSameAsAtOnce("count(*) AS n, max(id) AS last", "WHERE likes > 3");
  }

  @Test
  void keepsDistinctRowsUp() throws SQLException {
    assertSameAsAtOnce("DISTINCT lang, likes", "");
    assertSameAsAtOnce("DISTINCT * EXCEPT (id, at, author)", "");
    assertSameAsAtOnce("DISTINCT *, id % 2 AS odd", "WHERE lang = 'l1'");
    assertSameAsAtOnce("DISTINCT(*)", "WHERE lang = 'l1'");
  }

  @Test
  void countsDistinctValuesExactlyWhileTheyAreFew() throws SQLException {
    Query query = keptUp("lang, approx_count_distinct(likes) AS n", "GROUP BY lang");
    assertThat(duckDb.rows("SELECT n FROM __stored ORDER BY lang"))
        .containsExactlyElementsOf(
            duckDb.rows("SELECT count(DISTINCT likes) FROM posts GROUP BY lang ORDER BY lang"));
    assertThat(query.aggregation().orElseThrow().hiddenColumns()).containsExactly("__state_1");
  }

  @Test
  void estimatesManyDistinctValues() throws SQLException {
    keptUp("approx_count_distinct(author) AS n", "");
    assertThat(Long.parseLong(duckDb.rows("SELECT n FROM __stored").get(0)))
        .isBetween(4_500L, 5_500L);
  }

  @Test
  void sumsAndAveragesOfDecimalsHaveSparksTypes() throws SQLException {
    Query query =
        keptUp(
            "lang, sum(CAST(likes AS DECIMAL(10,2))) AS s, avg(CAST(likes AS DECIMAL(10,2))) AS a,"
                + " sum(CAST(likes AS INT)) AS i",
            "GROUP BY lang");

    assertThat(
            duckDb.rows(
                "SELECT DISTINCT typeof(s), typeof(a), typeof(i) FROM (" + visible(query) + ")"))
        .containsExactly("DECIMAL(20,2)|DECIMAL(14,6)|BIGINT");
  }
}
