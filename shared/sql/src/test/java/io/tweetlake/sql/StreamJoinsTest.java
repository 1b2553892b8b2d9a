package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.sql.Source.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SELECTs that join streams, as the sum of their terms. */
class StreamJoinsTest {
  private static final String SOURCES =
      """
      CREATE STREAMING TABLE a AS SELECT * FROM STREAM read_files('s3://raw/a/', format => 'json', schema => 'k BIGINT, v BIGINT, at TIMESTAMP');
      CREATE STREAMING TABLE b AS SELECT * FROM STREAM read_files('s3://raw/b/', format => 'json', schema => 'k BIGINT, w BIGINT, at TIMESTAMP');
      CREATE STREAMING TABLE c AS SELECT * FROM STREAM read_files('s3://raw/c/', format => 'json', schema => 'k BIGINT, x BIGINT, at TIMESTAMP');
      """;

  private static Query query(String select) {
    return query("", select);
  }

  private static Query query(String statements, String select) {
    return Translations.load(SOURCES + statements + "CREATE STREAMING TABLE t AS " + select + ";")
        .table("t")
        .orElseThrow()
        .flows()
        .get(0)
        .query();
  }

  @Test
  void newRowsMeetAllOfTheOtherStreamAndThenPastRowsItsNewOnes() {
    Query query =
        query("SELECT a.v, b.w FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k WHERE v > 1");

    assertThat(query.duckdbSql())
        .isEqualTo(
            "SELECT \"a\".\"v\", \"b\".\"w\" FROM \"a\" JOIN \"__so_far_b\" AS \"b\""
                + " ON \"a\".\"k\" = \"b\".\"k\" WHERE \"v\" > 1"
                + " UNION ALL "
                + "SELECT \"a\".\"v\", \"b\".\"w\" FROM \"__before_a\" AS \"a\" JOIN \"b\""
                + " ON \"a\".\"k\" = \"b\".\"k\" WHERE \"v\" > 1");
    assertThat(query.sources())
        .containsExactly(
            new TableSource(
                "a",
                "a",
                true,
                false,
                new PastRows(Optional.of("__before_a"), Optional.empty(), Set.of("b"))),
            new TableSource(
                "b",
                "b",
                true,
                false,
                new PastRows(Optional.empty(), Optional.of("__so_far_b"), Set.of("a"))));
    assertThat(query.tracedSql().orElseThrow())
        .contains("to_json(\"a\")", "UNION ALL")
        .doesNotContain("to_json(\"b\")");
  }

  @Test
  void eachOfThreeStreamsBringsItsNewRowsInATermOfItsOwn() {
    Query query =
        query(
            "SELECT v, w, x FROM STREAM(a) a, STREAM(b) b JOIN STREAM(c) c ON b.k = c.k WHERE a.k = b.k");

    assertThat(query.duckdbSql().split(" UNION ALL "))
        .extracting(term -> term.replaceAll(".* FROM (.*) ON .*", "$1"))
        .containsExactly(
            "\"a\", \"__so_far_b\" AS \"b\" JOIN \"__so_far_c\" AS \"c\"",
            "\"__before_a\" AS \"a\", \"b\" JOIN \"__so_far_c\" AS \"c\"",
            "\"__before_a\" AS \"a\", \"__before_b\" AS \"b\" JOIN \"c\"");
    assertThat(query.sources())
        .extracting(Source::relation, source -> ((TableSource) source).past().metBy())
        .containsExactly(
            tuple("a", Set.of("b", "c")),
            tuple("b", Set.of("a", "c")),
            tuple("c", Set.of("a", "b")));
  }

  @Test
  void aStreamThatIsJoinedWithItselfIsReadOnce() {
    Query query = query("SELECT p.v, q.v AS w FROM STREAM(a) p JOIN STREAM(a) q ON p.k = q.k");

    assertThat(query.sources())
        .containsExactly(
            new TableSource(
                "a",
                "a",
                true,
                false,
                new PastRows(Optional.of("__before_a"), Optional.of("__so_far_a"), Set.of("a"))));
  }

  @Test
  void aTableBesideTheStreamsIsReadAsItIs() {
    Query query =
        query("SELECT a.v FROM STREAM(a) a LEFT JOIN c ON a.k = c.k JOIN STREAM(b) b ON a.k = b.k");

    assertThat(query.duckdbSql().split("LEFT JOIN \"c\" ON", -1)).hasSize(3);
    assertThat(query.sources()).contains(new TableSource("c", "c", false));
  }

  @Test
  void aQueryNamedByWithIsDefinedForPastRowsTooWhereTheyAreRead() {
    Query query =
        query(
            """
            WITH p AS (SELECT k, v FROM STREAM(a) WHERE v > 0), q(k) AS (SELECT k FROM p)
            SELECT q.k, b.w FROM q JOIN STREAM(b) b ON q.k = b.k
            """);

    assertThat(query.duckdbSql())
        .isEqualTo(
            "WITH \"p\" AS (SELECT \"k\", \"v\" FROM \"a\" WHERE \"v\" > 0),"
                + " \"q\"(\"k\") AS (SELECT \"k\" FROM \"p\"),"
                + " \"__before_p\" AS (SELECT \"k\", \"v\" FROM \"__before_a\" AS \"a\" WHERE \"v\" > 0),"
                + " \"__before_q\"(\"k\") AS (SELECT \"k\" FROM \"__before_p\" AS \"p\")"
                + " SELECT \"q\".\"k\", \"b\".\"w\" FROM \"q\" JOIN \"__so_far_b\" AS \"b\""
                + " ON \"q\".\"k\" = \"b\".\"k\" UNION ALL"
                + " SELECT \"q\".\"k\", \"b\".\"w\" FROM \"__before_q\" AS \"q\" JOIN \"b\""
                + " ON \"q\".\"k\" = \"b\".\"k\"");
  }

  @Test
  void pastRowsOfAViewWithConstraintsAreKeptByItsRulesAndNotCountedAgain() {
    Query query =
        query(
            """
            CREATE TEMPORARY STREAMING LIVE VIEW v (
              CONSTRAINT large EXPECT (v > 5) ON VIOLATION DROP ROW, CONSTRAINT small EXPECT (v < 9)
            ) AS SELECT k, v FROM STREAM(a);
            """,
            "SELECT v.v, b.w FROM STREAM(v) v JOIN STREAM(b) b ON v.k = b.k");

    assertThat(query.views())
        .singleElement()
        .satisfies(
            view -> assertThat(view.duckdbSql()).isEqualTo("SELECT \"k\", \"v\" FROM \"a\""));
    assertThat(query.duckdbSql())
        .contains(
            "FROM \"v\" JOIN \"__so_far_b\"",
            "FROM (SELECT * FROM (SELECT \"k\", \"v\" FROM \"__before_a\" AS \"a\") AS q"
                + " WHERE (\"v\" > 5)) AS \"v\" JOIN \"b\"");
  }

  @Test
  void joinsOneJoinOfStreamsWithAThirdStream() {
    String view =
        "CREATE TEMPORARY VIEW ab AS SELECT a.k, v, w FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k;\n";
    Query query = query(view, "SELECT v, w, x FROM STREAM(ab) ab JOIN STREAM(c) c ON ab.k = c.k");

    assertThat(query.duckdbSql().split("JOIN \"__so_far_c\"|JOIN \"c\"", -1))
        .as("new pairs with all of c; past pairs with new rows of c")
        .hasSize(3)
        .satisfies(
            parts -> {
              assertThat(parts[0])
                  .contains("\"a\" JOIN \"__so_far_b\"", "\"__before_a\" AS \"a\" JOIN \"b\"");
              assertThat(parts[1]).contains("\"__before_a\" AS \"a\" JOIN \"__before_b\"");
            });
  }

  @Test
  void groupsOfEachTermAreMergedWithThoseOfTheTable() {
    Query query =
        query(
            "SELECT a.k, count(*) AS n FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k GROUP BY a.k");

    assertThat(query.aggregation().orElseThrow().partialSql().split(" UNION ALL "))
        .hasSize(2)
        .allMatch(term -> term.endsWith("GROUP BY \"a\".\"k\""));
    assertThat(query.duckdbSql())
        .as("over all rows, where the table is computed anew")
        .contains("FROM \"a\" JOIN \"__so_far_b\"")
        .doesNotContain("UNION ALL");
  }

  @Test
  void changesThatAreAppliedFromAJoinAreReadWhole() {
    String sql =
        SOURCES
            + """
            CREATE STREAMING TABLE t;
            CREATE FLOW f AS AUTO CDC INTO t
            FROM (SELECT a.k, b.w, b.at FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k)
            KEYS (k) SEQUENCE BY at;
            """;

    Query query = Translations.load(sql).table("t").orElseThrow().flows().get(0).query();

    assertThat(query.sources())
        .containsExactly(new TableSource("a", "a", false), new TableSource("b", "b", false));
    assertThat(query.duckdbSql()).contains("FROM \"a\" JOIN \"b\"").doesNotContain("__before");
  }

  @Test
  void callsThatDifferEachTimeMayStandAboveTheJoin() {
    assertThat(
            query(
                    "SELECT a.v, uuid() AS id, current_timestamp() AS made, n.at FROM STREAM(a) a"
                        + " JOIN (SELECT now() AS at) n ON TRUE JOIN STREAM(b) b ON a.k = b.k")
                .duckdbSql())
        .contains("UNION ALL");
  }

  @Test
  void watermarksHaveNoEffect() {
    String plain =
        query("SELECT p.v, q.w FROM STREAM(a) AS p JOIN STREAM(b) AS q ON p.k = q.k").duckdbSql();

    assertThat(
            query(
                    "SELECT p.v, q.w FROM STREAM(a) WATERMARK at DELAY OF INTERVAL 10 MINUTES AS p"
                        + " JOIN STREAM b WATERMARK at DELAY OF INTERVAL '1' HOUR AS q ON p.k = q.k")
                .duckdbSql())
        .isEqualTo(plain);
    assertThat(
            query(
                    "SELECT window.start AS s, count(*) AS n FROM STREAM(a) WATERMARK at DELAY OF"
                        + " INTERVAL 10 MINUTES GROUP BY window(at, '5 minutes')")
                .aggregation())
        .isPresent();
  }

  @Test
  void explainsWhatIsReadAgain() {
    Pipeline pipeline =
        Translations.load(
            SOURCES
                + "CREATE STREAMING TABLE t AS SELECT v, w FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k;");

    assertThat(new PipelineGraph(pipeline).explain(pipeline.table("t").orElseThrow()))
        .contains(
            """
            Sources
              a, each new row once, and past ones again for new ones of b
              b, each new row once, and past ones again for new ones of a
            Rows may be left out by
              JOIN in the query, for rows without a partner
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT v, w FROM STREAM(a) a LEFT JOIN STREAM(b) b ON a.k = b.k | 4:58: Cannot join two streams with LEFT: a partner may come at any time; use INNER, read one of them without STREAM, or use a MATERIALIZED VIEW",
        "SELECT v, w FROM STREAM(a) a FULL OUTER JOIN STREAM(b) b ON a.k = b.k | 4:58: Cannot join two streams with FULL OUTER: a partner may come at any time; use INNER, read one of them without STREAM, or use a MATERIALIZED VIEW",
        "SELECT v FROM STREAM(a) a LEFT SEMI JOIN STREAM(b) b ON a.k = b.k | 4:55: Cannot join two streams with LEFT SEMI: a partner may come at any time; use INNER, read one of them without STREAM, or use a MATERIALIZED VIEW",
        "SELECT v FROM STREAM(a) a ANTI JOIN STREAM(b) b ON a.k = b.k | 4:55: Cannot join two streams with ANTI: a partner may come at any time; use INNER, read one of them without STREAM, or use a MATERIALIZED VIEW",
        "SELECT v, w FROM STREAM(a) a JOIN STREAM read_files('s3://src/', format => 'json', schema => 'k BIGINT, w BIGINT') b ON a.k = b.k | 4:70: Cannot join a stream of files with another stream: read the files in a STREAMING TABLE of their own, and join a stream of that",
        "SELECT v, w FROM STREAM(a) WITH (SKIPCHANGECOMMITS) a JOIN STREAM(b) b ON a.k = b.k | 4:46: Cannot join a stream WITH (SKIPCHANGECOMMITS) with another stream: rows that are to find partners later may be gone",
        "SELECT p.id, w FROM (SELECT k, uuid() AS id FROM STREAM(a)) p JOIN STREAM(b) b ON p.k = b.k | 4:60: Cannot call uuid on a row before its stream is joined with another: it would be called again for each partner that comes; call it on the joined rows, or in a STREAMING TABLE that this one reads",
        "SELECT v, p.made FROM STREAM(a) a JOIN (SELECT k, current_timestamp AS made FROM STREAM(b)) p ON p.k = a.k | 4:79: Cannot call current_timestamp on a row before its stream is joined with another: it would be called again for each partner that comes; call it on the joined rows, or in a STREAMING TABLE that this one reads",
        "SELECT p.s, w FROM (SELECT k, ai_query('m', CAST(v AS STRING)) AS s FROM STREAM(a)) p JOIN STREAM(b) b ON p.k = b.k | 4:59: Cannot call ai_query on a row before its stream is joined with another: it would be called again for each partner that comes; call it on the joined rows, or in a STREAMING TABLE that this one reads",
        "SELECT a.k, collect_list(w) AS l FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k GROUP BY a.k | 4:41: Cannot keep collect_list of a stream up incrementally: use a MATERIALIZED VIEW; streams can count, sum, min, max, avg, count_if, approx_count_distinct, max_by, min_by, any_value, bool_and and bool_or",
        "SELECT v FROM STREAM(a) WATERMARK k DELAY OF INTERVAL 1 HOUR | 4:63: Cannot take k for a WATERMARK: it is a number; CAST it to TIMESTAMP in a view",
        "SELECT v FROM a WATERMARK at DELAY OF INTERVAL 1 HOUR JOIN STREAM(b) b ON a.k = b.k | 4:45: WATERMARK is for streams: add STREAM",
        "SELECT v FROM STREAM(a) WATERMARK at DELAY OF 10 JOIN STREAM(b) b ON a.k = b.k | 4:75: The delay of a WATERMARK must be an interval: INTERVAL 10 MINUTES",
        "SELECT v, y FROM STREAM(a) a JOIN STREAM(b) b ON a.k = b.k | 4:39: Unknown column y; there are k, v, at, _rescued_data, w",
      })
  void saysOnceWhatCannotBeJoinedOrKeptUp(String select, String expected) {
    List<String> problems =
        Translations.problems(SOURCES + "CREATE STREAMING TABLE t AS " + select + ";");

    assertThat(problems).containsExactly("test.sql:" + expected);
  }
}
