package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clauses of SELECT and FROM with what Spark 4.0.1 gives, run by DuckDB. */
class RelationalClausesTest {
  private static final FoundColumns COLUMNS =
      new FoundColumns("year INT, quarter STRING, region STRING, amount INT");

  @AutoClose
  private final DuckDbWitness duckDb =
      DuckDbWitness.open(
          "CREATE TABLE raw AS SELECT * FROM (VALUES (2018, 'q1', 'a', 10), (2018, 'q2', 'b', 20),"
              + " (2019, 'q1', 'a', 30), (2019, 'q2', NULL, 40)) r(year, quarter, region, amount)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      emptyValue = "",
      value = {
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY ROLLUP (year, region) # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|NULL|100 ; 2019|NULL|70 ; 2019|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY year, region WITH ROLLUP # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|NULL|100 ; 2019|NULL|70 ; 2019|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY CUBE (year, region) # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|a|40 ; NULL|NULL|100 ; NULL|b|20 ; 2019|NULL|70 ; 2019|NULL|40 ; NULL|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY year, region WITH CUBE # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|a|40 ; NULL|NULL|100 ; NULL|b|20 ; 2019|NULL|70 ; 2019|NULL|40 ; NULL|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY year, region GROUPING SETS ((year), (region)) # 2018|NULL|30 ; NULL|a|40 ; NULL|b|20 ; 2019|NULL|70 ; NULL|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY GROUPING SETS (year, (region), ()) # 2018|NULL|30 ; NULL|a|40 ; NULL|NULL|100 ; NULL|b|20 ; 2019|NULL|70 ; NULL|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY year, ROLLUP(region) # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; 2019|NULL|70 ; 2019|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY ROLLUP(year), CUBE(region) # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|a|40 ; NULL|NULL|100 ; NULL|b|20 ; 2019|NULL|70 ; 2019|NULL|40 ; NULL|NULL|40",
        "SELECT year, region, quarter, sum(amount) AS s FROM raw GROUP BY ROLLUP ((year, region), quarter) # 2018|a|q1|10 ; 2018|b|q2|20 ; 2019|a|q1|30 ; 2018|a|NULL|10 ; NULL|NULL|NULL|100 ; 2018|b|NULL|20 ; 2019|a|NULL|30 ; 2019|NULL|q2|40 ; 2019|NULL|NULL|40",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY GROUPING SETS (ROLLUP(year, region), CUBE(quarter)) # 2018|a|10 ; 2018|NULL|30 ; NULL|NULL|100 ; NULL|NULL|40 ; NULL|NULL|100 ; 2018|b|20 ; NULL|NULL|60 ; 2019|a|30 ; 2019|NULL|70 ; 2019|NULL|40",
        "SELECT year AS y, sum(amount) AS s FROM raw GROUP BY ROLLUP (y) # 2018|30 ; 2019|70 ; NULL|100",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY ROLLUP (1, 2) # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2018|NULL|30 ; NULL|NULL|100 ; 2019|NULL|70 ; 2019|NULL|40",
        "SELECT year + 1 AS y, sum(year) AS s FROM raw GROUP BY CUBE (year + 1) # 2019|4036 ; 2020|4038 ; NULL|8074",
        "SELECT year, region, sum(amount) AS s, grouping(year) AS gy, grouping_id() AS g, grouping_id(year, region) AS h FROM raw GROUP BY GROUPING SETS ((year), (region), ()) # 2018|NULL|30|0|1|1 ; NULL|a|40|1|2|2 ; NULL|NULL|100|1|3|3 ; NULL|b|20|1|2|2 ; 2019|NULL|70|0|1|1 ; NULL|NULL|40|1|2|2",
        "SELECT year, grouping(year) AS g, sum(amount) AS s FROM raw GROUP BY year WITH CUBE HAVING grouping(year) = 1 # NULL|1|100",
        "SELECT CASE WHEN grouping(region) = 1 THEN 'all' ELSE region END AS r, sum(amount) AS s FROM raw GROUP BY ROLLUP (region) ORDER BY grouping(region) # a|40 ; b|20 ; all|100 ; NULL|40",
        "SELECT count(*) AS n FROM raw WHERE year = 1 GROUP BY ROLLUP (year) # ''",
        "SELECT count(*) AS n FROM raw GROUP BY GROUPING SETS (()) # 4",
        "SELECT year, region, sum(amount) AS s FROM raw GROUP BY ALL # 2018|a|10 ; 2018|b|20 ; 2019|a|30 ; 2019|NULL|40",
        "SELECT year, sum(amount) + year AS x FROM raw GROUP BY ALL # 2018|2048 ; 2019|2089",
        "SELECT 1 AS one, sum(amount) + year % 2 AS x FROM raw GROUP BY ALL HAVING x > 30 # 1|71",
        "SELECT max(amount) AS amount, year FROM raw GROUP BY year HAVING amount > 20 # 40|2019",
      })
  void groups(String select, String expected) throws SQLException {
    COLUMNS.assertGives(duckDb, select, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "SELECT * FROM raw UNPIVOT (v FOR k IN (year, amount)) # q1|a|year|2018 ; q1|a|amount|10 ; q2|b|year|2018 ; q2|b|amount|20 ; q1|a|year|2019 ; q1|a|amount|30 ; q2|NULL|year|2019 ; q2|NULL|amount|40",
        "SELECT * FROM raw UNPIVOT (v FOR k IN (quarter AS q, region AS r)) AS u WHERE year = 2019 # 2019|30|q|q1 ; 2019|30|r|a ; 2019|40|q|q2",
        "SELECT * FROM raw UNPIVOT INCLUDE NULLS (v FOR k IN (quarter, region)) WHERE amount = 40 # 2019|40|quarter|q2 ; 2019|40|region|NULL",
        "SELECT * FROM raw UNPIVOT ((a, b) FOR k IN ((year, amount), (amount, year) AS x)) WHERE region = 'b' # q2|b|year_amount|2018|20 ; q2|b|x|20|2018",
        "SELECT * FROM raw UNPIVOT EXCLUDE NULLS ((a, b) FOR k IN ((quarter, region))) WHERE year = 2019 # 2019|30|quarter_region|q1|a ; 2019|40|quarter_region|q2|NULL",
        "SELECT u.k, sum(u.v) AS s FROM raw r UNPIVOT (v FOR k IN (r.year, amount)) AS u GROUP BY u.k # year|8074 ; amount|100",
        "SELECT r.quarter, k FROM raw r UNPIVOT (v FOR k IN (year, amount)) WHERE v = 40 # q2|amount",
        "SELECT u.v, x.z FROM raw UNPIVOT (v FOR k IN (amount)) u JOIN (SELECT 20 AS z) x ON u.v = x.z # 20|20",
        "SELECT * FROM raw PIVOT (sum(amount) FOR quarter IN ('q1', 'q2')) # 2018|a|10|NULL ; 2018|b|NULL|20 ; 2019|a|30|NULL ; 2019|NULL|NULL|40",
        "SELECT year, a_s, a_c, b_s, b_c FROM (SELECT year, quarter, amount FROM raw) PIVOT (sum(amount) AS s, count(*) AS c FOR quarter IN ('q1' AS a, 'q2' b)) # 2018|10|1|20|1 ; 2019|30|1|40|1",
        "SELECT year, x, y FROM raw PIVOT (sum(amount) FOR (quarter, region) IN (('q1', 'a') AS x, ('q2', 'b') AS y)) # 2018|10|20 ; 2019|30|NULL",
        "SELECT quarter, `2018`, y FROM (SELECT year, quarter, amount FROM raw) PIVOT (sum(amount) AS s FOR year IN (2018, 2019 AS y)) # q1|10|30 ; q2|20|40",
        "SELECT * FROM (SELECT year, quarter, amount FROM raw) PIVOT (count(*) FOR quarter IN ('q1', 'q9')) # 2018|10|1|NULL ; 2018|20|NULL|NULL ; 2019|30|1|NULL ; 2019|40|NULL|NULL",
        "SELECT * FROM (SELECT year, region, amount FROM raw) PIVOT (sum(amount) FOR region IN ('a', NULL)) # 2018|10|NULL ; 2019|30|40",
        "SELECT * FROM (SELECT amount, quarter FROM raw) PIVOT (sum(amount) AS s, avg(amount) AS a FOR quarter IN ('q1')) # 40|20.0",
        "SELECT * FROM (SELECT year, quarter, amount FROM raw) PIVOT (sum(amount * 2) / 2 AS h FOR quarter IN ('q1')) # 2018|10.0 ; 2019|30.0",
        "SELECT p.q1 FROM raw PIVOT (sum(amount) FOR quarter IN ('q1', 'q2')) AS p WHERE p.q1 IS NOT NULL # 10 ; 30",
      })
  void reshapes(String select, String expected) throws SQLException {
    COLUMNS.assertGives(duckDb, select, expected);
  }

  @Test
  void streamsMayBeNamedFirst() throws SQLException {
    Table table =
        FoundColumns.table(
            COLUMNS.declared(),
            "CREATE STREAMING TABLE t AS FROM STREAM raw SELECT amount + 1 AS a WHERE amount < 20");
    assertThat(duckDb.rows(FoundColumns.sql(table))).containsExactly("11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        // names of the select list
        "SELECT region AS a, upper(a) AS b, length(b) AS c FROM raw WHERE amount = 10 # a|A|1",
        "SELECT named_struct('f', amount) AS st, st.f + 1 AS f FROM raw WHERE amount = 10 # {'f': 10}|11",
        "SELECT year AS region, region AS q FROM raw WHERE amount = 20 # 2018|b",
        "SELECT upper(region) AS u, count(*) AS n FROM raw GROUP BY u HAVING length(u) > 0 # A|2 ; B|1",
        "SELECT upper(region) AS u FROM raw ORDER BY length(u), u LIMIT 2 # NULL ; A",
        "SELECT sum(amount) AS s, s % 7 AS m FROM raw GROUP BY year HAVING m > 1 # 30|2",
        "SELECT year, sum(amount) AS s FROM raw GROUP BY year ORDER BY s * -1 LIMIT 1 # 2019|70",
        "SELECT year AS amount, amount AS x FROM raw ORDER BY amount DESC, x LIMIT 1 # 2019|30",
        "SELECT amount FROM raw ORDER BY ALL DESC LIMIT 2 # 40 ; 30",
        "SELECT year, row_number() OVER w AS r FROM raw WINDOW w AS (PARTITION BY year ORDER BY amount) QUALIFY r = 1 # 2018|1 ; 2019|1",
        "SELECT amount, sum(amount) OVER w AS s FROM raw ORDER BY amount WINDOW w AS (ORDER BY amount) LIMIT 2 # 10|10 ; 20|30",
        "SELECT year, amount FROM raw QUALIFY row_number() OVER (PARTITION BY year ORDER BY amount DESC) = 1 # 2018|20 ; 2019|40",
        "SELECT * EXCEPT (amount), amount * 2 AS amount FROM raw WHERE amount = 10 # 2018|q1|a|20",
        "SELECT sum(amount) FILTER (WHERE year = 2018) AS s, count(DISTINCT region) FILTER (WHERE year = 2018) AS d FROM raw # 30|2",
        // relations
        "SELECT * FROM VALUES (1, 'a'), (2, NULL) # 1|a ; 2|NULL",
        "SELECT col1 + 1 AS x FROM VALUES 1, 2 # 2 ; 3",
        "SELECT t.col2 FROM VALUES (1, 'a') AS t # a",
        "SELECT col1 FROM (VALUES (1), (2)) # 1 ; 2",
        "SELECT a.col1, b.col1 AS c FROM VALUES (1), (2) a, VALUES (3) b # 1|3 ; 2|3",
        "VALUES (1, 2) # 1|2",
        "SELECT x FROM VALUES 1, 2 AS t(x) # 1 ; 2",
        "SELECT * FROM range(0, 4, 2, 2) # 0 ; 2",
        "SELECT year FROM raw UNION SELECT 1 UNION ALL SELECT 1 # 2018 ; 2019 ; 1 ; 1",
        "SELECT year FROM raw MINUS ALL SELECT 2018 # 2018 ; 2019 ; 2019",
        "SELECT year FROM raw UNION ALL SELECT 1 INTERSECT SELECT 1 # 2018 ; 2018 ; 2019 ; 2019 ; 1",
        "WITH a AS (SELECT year FROM raw), b(z) AS (SELECT year + 1 FROM a) SELECT DISTINCT z FROM b # 2019 ; 2020",
        "SELECT amount, (SELECT max(amount) FROM raw x WHERE x.year = r.year) AS m FROM raw r WHERE year = 2018 # 10|20 ; 20|20",
        "SELECT amount FROM raw r WHERE NOT EXISTS (SELECT * FROM raw x WHERE x.amount > r.amount) # 40",
        "SELECT amount, m FROM raw r LEFT JOIN LATERAL (SELECT max(amount) AS m FROM raw x WHERE x.year = r.year + 1) ON true # 10|40 ; 20|40 ; 30|NULL ; 40|NULL",
        "SELECT amount FROM raw ORDER BY amount LIMIT 1 OFFSET 1 # 20",
        // FROM first
        "FROM raw SELECT amount WHERE year = 2018 ORDER BY amount DESC LIMIT 1 # 20",
        "FROM raw r JOIN raw s ON r.amount = s.amount + 10 SELECT r.year, count(*) AS n GROUP BY r.year HAVING n > 1 # 2019|2",
        "WITH q AS (FROM raw SELECT max(amount) AS m) FROM q SELECT m UNION ALL FROM q SELECT m + 1 # 40 ; 41",
      })
  void selects(String select, String expected) throws SQLException {
    COLUMNS.assertGives(duckDb, select, expected);
  }

  @Test
  void streamsAreUnpivotedRowByRow() throws SQLException {
    Table table =
        FoundColumns.table(
            COLUMNS.declared(),
            "CREATE STREAMING TABLE t AS SELECT quarter, k, v FROM STREAM raw UNPIVOT (v FOR k IN"
                + " (year, amount)) WHERE v < 30");
    assertThat(duckDb.rows(FoundColumns.sql(table)))
        .containsExactlyInAnyOrder("q1|amount|10", "q2|amount|20");
    assertThat(RowLosses.of(table.flows().get(0).query().sql()))
        .containsExactly("UNPIVOT in the query, for NULL", "WHERE in the query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT year, count(*) AS n FROM STREAM raw GROUP BY ROLLUP (year) | 44: Cannot keep ROLLUP of a stream up incrementally: use a MATERIALIZED VIEW",
        "SELECT year, count(*) AS n FROM STREAM raw GROUP BY year WITH CUBE | 44: Cannot keep CUBE of a stream up incrementally: use a MATERIALIZED VIEW",
        "SELECT year, count(*) AS n FROM STREAM raw GROUP BY GROUPING SETS ((year), ()) | 44: Cannot keep GROUPING SETS of a stream up incrementally: use a MATERIALIZED VIEW",
        "SELECT * FROM STREAM raw PIVOT (sum(amount) FOR quarter IN ('q1')) | 26: Cannot keep PIVOT of a stream up incrementally: use a MATERIALIZED VIEW, or count_if and sum with CASE",
      })
  void saysWhatAStreamCannotKeepUp(String select, String expected) {
    assertThat(
            Translations.problems(
                COLUMNS.declared() + "CREATE STREAMING TABLE t AS\n" + select + ";"))
        .containsExactly("test.sql:3:" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT year, grouping(region) AS g FROM raw GROUP BY ROLLUP (year) | 23: Cannot call grouping: the column is not grouped by",
        "SELECT year, grouping(year) AS g FROM raw GROUP BY year | 14: Cannot call grouping without ROLLUP, CUBE or GROUPING SETS in GROUP BY",
        "SELECT grouping_id(region, year) AS g FROM raw GROUP BY CUBE (year, region) | 8: Cannot call grouping_id: it takes all columns of GROUP BY in their order, or none",
        "SELECT * FROM raw UNPIVOT (v FOR k IN (year, region)) | 46: Cannot unpivot a number and a text into one column: cast one of them",
        "SELECT * FROM raw UNPIVOT (v FOR k IN (yaer)) | 40: Unknown column yaer; did you mean year?",
        "SELECT * FROM raw UNPIVOT ((a, b) FOR k IN (year)) | 45: Cannot unpivot 1 columns into 2",
        "SELECT * FROM raw PIVOT (amount FOR quarter IN ('q1')) | 26: Cannot pivot amount: it is not an aggregate",
        "SELECT * FROM raw PIVOT (sum(amount) FOR qarter IN ('q1')) | 42: Unknown column qarter; did you mean quarter?",
        "SELECT * FROM raw PIVOT (sum(amount) FOR quarter IN (ANY)) | 19: Cannot pivot without the values written out: they are the table's columns",
        "SELECT * FROM raw PIVOT (sum(amount) FOR quarter IN (SELECT 'q1')) | 19: Cannot pivot without the values written out: they are the table's columns",
        "SELECT year FROM raw UNION ALL SELECT region FROM raw | 32: Cannot unite a number with a text in column year: cast one of them",
        "SELECT * FROM VALUES (1, 2), (3) | 30: Cannot read VALUES: a row has 1 values, the first has 2",
        "SELECT * FROM raw TABLESAMPLE (10 PERCENT) REPEATABLE (1) | 19: Unsupported clause TABLESAMPLE: each update would draw other rows; filter by a column, such as WHERE pmod(id, 10) = 0",
      })
  void saysWhatIsWrong(String select, String expected) {
    assertThat(
            Translations.problems(
                COLUMNS.declared() + "CREATE MATERIALIZED VIEW t AS\n" + select + ";"))
        .isEqualTo(List.of("test.sql:3:" + expected));
  }
}
