package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that make several rows of one, wherever Spark 4.0.1 takes them, with its answers. */
class GeneratorsTest {
  private static final FoundColumns COLUMNS =
      new FoundColumns(
          "id BIGINT, lang STRING, ns ARRAY<BIGINT>, tags ARRAY<STRING>, m MAP<STRING, INT>, hs"
              + " ARRAY<STRUCT<text: STRING, indices: ARRAY<BIGINT>>>");

  @AutoClose
  private final DuckDbWitness duckDb =
      DuckDbWitness.open(
          "CREATE TABLE raw AS SELECT * FROM (VALUES"
              + " (1, 'en', [1, 2], ['x', 'y'], MAP {'k1': 1, 'k2': 2},"
              + " [{'text': 'a', 'indices': [1, 2]}, {'text': 'b', 'indices': [3, 4]}]),"
              + " (2, 'de', [], NULL, MAP {}, []),"
              + " (3, 'en', NULL, [NULL], NULL, NULL)) t(id, lang, ns, tags, m, hs)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        // in FROM
        "SELECT id, v FROM raw, LATERAL explode(ns) AS e(v) # 1|1 ; 1|2",
        "SELECT col AS c FROM explode(array(1, 2)) # 1 ; 2",
        "SELECT * FROM explode(array(1, 2)) AS e(v) # 1 ; 2",
        "SELECT * FROM explode(map('a', 1)) AS e(k, v) # a|1",
        "SELECT id, a, b FROM raw, LATERAL posexplode(ns) AS s(a, b) # 1|0|1 ; 1|1|2",
        "SELECT id, e.* FROM raw, LATERAL posexplode(m) e # 1|0|k1|1 ; 1|1|k2|2",
        "SELECT id, e.* FROM raw, LATERAL explode_outer(ns) e # 1|1 ; 1|2 ; 2|NULL ; 3|NULL",
        "SELECT id, e.* FROM raw, LATERAL inline_outer(hs) e # 1|a|[1, 2] ; 1|b|[3, 4] ; 2|NULL|NULL ; 3|NULL|NULL",
        "SELECT id, text FROM raw, LATERAL inline(hs) AS s # 1|a ; 1|b",
        "SELECT * FROM inline(array(named_struct('a', 1, 'b', 'x'), NULL)) AS t(p, q) # 1|x ; NULL|NULL",
        "SELECT * FROM stack(2, 1, 2, 3) # 1|2 ; 3|NULL",
        "SELECT id, a, b FROM raw, LATERAL stack(2, 'x', id, 'y', id + 1) AS s(a, b) WHERE id = 1 # 1|x|1 ; 1|y|2",
        "SELECT id, c0 FROM raw, LATERAL json_tuple('{\"a\":1}', 'a') # 1|1 ; 2|1 ; 3|1",
        "SELECT id, v FROM raw JOIN LATERAL explode(ns) AS s(v) ON v > 1 # 1|2",
        "SELECT id, v FROM raw LEFT JOIN LATERAL explode(ns) AS e(v) ON v > 1 # 1|2 ; 2|NULL ; 3|NULL",
        "SELECT id, v FROM raw CROSS JOIN LATERAL explode(ns) AS e(v) # 1|1 ; 1|2",
        "SELECT id, h.text, i FROM raw, LATERAL explode(hs) AS e(h), LATERAL explode(h.indices) AS f(i) # 1|a|1 ; 1|a|2 ; 1|b|3 ; 1|b|4",
        "SELECT id FROM raw WHERE EXISTS (SELECT 1 FROM explode(raw.tags) AS e(v) WHERE v = 'x') # 1",
        "SELECT id, (SELECT max(v) FROM explode(ns) AS e(v)) AS m FROM raw # 1|2 ; 2|NULL ; 3|NULL",
        // LATERAL VIEW
        "SELECT id, p, c FROM raw LATERAL VIEW posexplode(ns) t AS p, c # 1|0|1 ; 1|1|2",
        "SELECT id, p, c FROM raw LATERAL VIEW OUTER posexplode(ns) t AS p, c # 1|0|1 ; 1|1|2 ; 2|NULL|NULL ; 3|NULL|NULL",
        "SELECT id, p, c FROM raw LATERAL VIEW posexplode_outer(ns) t AS p, c # 1|0|1 ; 1|1|2 ; 2|NULL|NULL ; 3|NULL|NULL",
        "SELECT id, k, v FROM raw LATERAL VIEW OUTER explode(m) t AS k, v # 1|k1|1 ; 1|k2|2 ; 2|NULL|NULL ; 3|NULL|NULL",
        "SELECT id, e.key, value FROM raw LATERAL VIEW explode(m) e # 1|k1|1 ; 1|k2|2",
        "SELECT id, p, k, v FROM raw LATERAL VIEW posexplode(m) t AS p, k, v # 1|0|k1|1 ; 1|1|k2|2",
        "SELECT id, t.col FROM raw LATERAL VIEW explode(ns) t # 1|1 ; 1|2",
        "SELECT id, i.text FROM raw LATERAL VIEW inline(hs) i AS text, ind # 1|a ; 1|b",
        "SELECT id, text FROM raw LATERAL VIEW OUTER inline(hs) i # 1|a ; 1|b ; 2|NULL ; 3|NULL",
        "SELECT id, a, b FROM raw LATERAL VIEW stack(2, 'x', id, 'y', id + 1) s AS a, b WHERE id = 1 # 1|x|1 ; 1|y|2",
        "SELECT c0, c1 FROM raw LATERAL VIEW json_tuple('{\"a\":1,\"b\":2}', 'a', 'b') t WHERE id = 1 # 1|2",
        "SELECT id, v, c FROM raw LATERAL VIEW explode(ns) t AS v LATERAL VIEW explode(sequence(1, v)) u AS c # 1|1|1 ; 1|2|1 ; 1|2|2",
        "SELECT a.id, e.v FROM raw a JOIN raw b ON a.id = b.id LATERAL VIEW explode(b.ns) e AS v # 1|1 ; 1|2",
        // in a select list
        "SELECT id, posexplode(ns) AS (a, b) FROM raw # 1|0|1 ; 1|1|2",
        "SELECT id, posexplode_outer(m) AS (p, k, v) FROM raw # 1|0|k1|1 ; 1|1|k2|2 ; 2|NULL|NULL|NULL ; 3|NULL|NULL|NULL",
        "SELECT id, explode(m) FROM raw # 1|k1|1 ; 1|k2|2",
        "SELECT id, explode(m) AS (k, v) FROM raw # 1|k1|1 ; 1|k2|2",
        "SELECT key, value FROM (SELECT explode(m) FROM raw) # k1|1 ; k2|2",
        "SELECT explode(ns) AS v, v + 1 AS w FROM raw # 1|2 ; 2|3",
        "SELECT explode(ns) AS (a) FROM raw # 1 ; 2",
        "SELECT id, inline(hs) FROM raw # 1|a|[1, 2] ; 1|b|[3, 4]",
        "SELECT p, q FROM (SELECT inline(hs) AS (p, q) FROM raw) # a|[1, 2] ; b|[3, 4]",
        "SELECT id, stack(1, id, lang) FROM raw # 1|1|en ; 2|2|de ; 3|3|en",
        "SELECT id, stack(2, 'x', id, 'y', id + 1) AS (a, b) FROM raw WHERE id = 1 # 1|x|1 ; 1|y|2",
        "SELECT id, json_tuple('{\"a\":1,\"b\":2}', 'a', 'b') AS (x, y) FROM raw WHERE id = 1 # 1|1|2",
        "SELECT lang, explode(collect_list(id)) AS x FROM raw GROUP BY lang # en|1 ; en|3 ; de|2",
        "SELECT DISTINCT explode(tags) AS t FROM raw # x ; y ; NULL",
      })
  void makesRows(String select, String expected) throws SQLException {
    COLUMNS.assertGives(duckDb, select, expected);
  }

  @Test
  void streamsAreExplodedRowByRow() throws SQLException {
    for (String select :
        new String[] {
          "SELECT id, v FROM STREAM raw, LATERAL explode(ns) AS e(v)",
          "SELECT id, v FROM STREAM raw LATERAL VIEW explode(ns) t AS v",
          "SELECT id, explode(ns) AS v FROM STREAM raw"
        }) {
      Table table =
          FoundColumns.table(FoundColumns.INFERRED, "CREATE STREAMING TABLE t AS " + select);
      assertThat(duckDb.rows(FoundColumns.sql(COLUMNS.bind(table))))
          .containsExactlyInAnyOrder("1|1", "1|2");
      assertThat(table.flows().get(0).query().aggregation()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id, explode(ns) + 1 AS x FROM raw | 12: Cannot use explode within an expression: make it a column of its own, or write LATERAL VIEW",
        "SELECT posexplode(ns) AS a FROM raw | 8: Cannot name the columns of posexplode: it makes 2 (pos, col), not 1",
        "SELECT explode(ns) AS (a, b) FROM raw | 8: Cannot name the columns of explode: it makes 1 (col), not 2",
        "SELECT id, k FROM raw LATERAL VIEW explode(m) t AS k | 23: Cannot name the columns of explode: it makes 2 (key, value), not 1",
        "SELECT inline(hs) AS (a) FROM raw | 8: Cannot name the columns of inline: it makes 2 (text, indices), not 1",
        "SELECT id, v FROM raw LATERAL VIEW explode(lang) t AS v | 23: Cannot use a text in explode: it takes an array or a map",
        "SELECT inline(ns) AS x FROM raw | 8: Cannot use ARRAY<BIGINT> in inline: it takes an array of structs",
        "SELECT stack(2, id, lang) AS x FROM raw | 8: Cannot stack values of different types in column 1: cast them",
        "SELECT id, x FROM raw LATERAL VIEW upper(lang) t AS x | 23: Cannot use upper here: it does not make several rows of one; there are explode, explode_outer, inline, inline_outer, json_tuple, posexplode, posexplode_outer, stack, variant_explode, variant_explode_outer",
        "SELECT id, v FROM raw, explode(ns) AS e(v) | 32: Unknown column ns",
        "SELECT (id, lang) AS (a, b) FROM raw | 8: Cannot give several names: only functions such as explode make several columns",
      })
  void saysWhereAFunctionCannotMakeRows(String select, String expected) {
    assertThat(
            Translations.problems(
                COLUMNS.declared() + "CREATE MATERIALIZED VIEW t AS\n" + select + ";"))
        .containsExactly("test.sql:3:" + expected);
  }
}
