package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code a.b}, with what Spark 4.0.1 gives for it, whenever the type of {@code a} is found out. */
class FieldAccessTest {
  private static final FoundColumns COLUMNS =
      new FoundColumns(
          "id BIGINT, entities STRUCT<hashtags: ARRAY<STRUCT<text: STRING, indices: ARRAY<BIGINT>, o:"
              + " STRUCT<p: BIGINT>>>, user_mentions: ARRAY<STRUCT<screen_name: STRING>>>, m MAP<STRING,"
              + " BIGINT>, deep ARRAY<STRUCT<list: ARRAY<STRUCT<x: BIGINT>>>>, note STRING");

  @AutoClose
  private final DuckDbWitness duckDb =
      DuckDbWitness.open(
          "CREATE TABLE raw AS SELECT * FROM (VALUES"
              + " (1, {'hashtags': [{'text': 'a', 'indices': [1, 2], 'o': {'p': 1}}, {'text': 'b',"
              + " 'indices': [3], 'o': NULL}, NULL], 'user_mentions': [{'screen_name': 'ann'}]},"
              + " MAP {'k': 1}, [{'list': [{'x': 1}, {'x': 2}]}, {'list': [{'x': 3}]}], 'n'),"
              + " (2, {'hashtags': [], 'user_mentions': NULL}, MAP {}, [], NULL),"
              + " (3, NULL, NULL, NULL, NULL)) t(id, entities, m, deep, note)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "SELECT id, entities.hashtags.text AS x FROM raw # 1|[a, b, NULL] ; 2|[] ; 3|NULL",
        "SELECT raw.id, raw.entities.hashtags.text FROM raw # 1|[a, b, NULL] ; 2|[] ; 3|NULL",
        "SELECT id, r.entities.user_mentions.screen_name AS x FROM raw r # 1|[ann] ; 2|NULL ; 3|NULL",
        "SELECT id, entities.hashtags.o.p AS x FROM raw # 1|[1, NULL, NULL] ; 2|[] ; 3|NULL",
        "SELECT id, entities.hashtags.indices AS x FROM raw # 1|[[1, 2], [3], NULL] ; 2|[] ; 3|NULL",
        "SELECT id, entities.hashtags[0].text AS x FROM raw WHERE id = 1 # 1|a",
        "SELECT id, entities.hashtags.text[1] AS x FROM raw WHERE id = 1 # 1|b",
        "SELECT id, m.k AS x FROM raw # 1|1 ; 2|NULL ; 3|NULL",
        "SELECT id, flatten(deep.list).x AS x FROM raw # 1|[1, 2, 3] ; 2|[] ; 3|NULL",
        "SELECT id, size(entities.hashtags.text) AS n FROM raw WHERE id < 3 # 1|3 ; 2|0",
        "SELECT id FROM raw WHERE array_contains(entities.hashtags.text, 'a') # 1",
        "SELECT id, transform(deep, d -> d.list.x) AS x FROM raw # 1|[[1, 2], [3]] ; 2|[] ; 3|NULL",
        "SELECT id, filter(entities.hashtags, h -> h.text = 'a').text AS x FROM raw # 1|[a] ; 2|[] ; 3|NULL",
        "SELECT id, exists(deep, d -> array_contains(d.list.x, 3)) AS x FROM raw # 1|true ; 2|false ; 3|NULL",
        "SELECT id, tag.text AS x FROM raw LATERAL VIEW explode(entities.hashtags) v AS tag # 1|a ; 1|b ; 1|NULL",
        "SELECT id, d.list.x AS x FROM raw LATERAL VIEW explode(deep) v AS d # 1|[1, 2] ; 1|[3]",
        "SELECT id, explode(entities.hashtags.text) AS x FROM raw # 1|a ; 1|b ; 1|NULL",
        "SELECT id, d.list.x AS x FROM (SELECT id, explode(deep) AS d FROM raw) # 1|[1, 2] ; 1|[3]",
        "SELECT id, h.text AS x FROM (SELECT id, entities.hashtags AS h FROM raw) # 1|[a, b, NULL] ; 2|[] ; 3|NULL",
        "SELECT id, entities.hashtags AS h, h.text AS x FROM raw WHERE id = 2 # 2|[]|[]",
        "WITH w AS (SELECT id, entities AS e FROM raw) SELECT id, e.hashtags.text AS x FROM w # 1|[a, b, NULL] ; 2|[] ; 3|NULL",
        "SELECT id, s.h.text AS x FROM (SELECT id, struct(entities.hashtags AS h) AS s FROM raw) # 1|[a, b, NULL] ; 2|[] ; 3|NULL",
        "SELECT id, coalesce(entities.hashtags, array()).text AS x FROM raw # 1|[a, b, NULL] ; 2|[] ; 3|[]",
        "SELECT id, from_json('{\"a\":[{\"b\":\"c\"}]}', 'a ARRAY<STRUCT<b: STRING>>').a.b AS x FROM raw # 1|[c] ; 2|[c] ; 3|[c]",
        "SELECT entities.user_mentions.screen_name AS x, count(*) AS n FROM raw GROUP BY entities.user_mentions.screen_name # [ann]|1 ; NULL|2",
        "SELECT max(struct(id, entities.hashtags)).hashtags.text AS x FROM raw # NULL",
        "SELECT id FROM raw r WHERE EXISTS (SELECT 1 FROM raw s WHERE s.deep.list IS NOT NULL AND s.id = r.id) # 1 ; 2",
        "SELECT id, CASE WHEN id = 1 THEN deep END.list AS x FROM raw WHERE id = 3 # 3|NULL",
      })
  void aFieldOfAnArrayOfStructsIsAnArray(String select, String expected) throws SQLException {
    String statement = "CREATE MATERIALIZED VIEW t AS " + select;
    Table declared = FoundColumns.table(COLUMNS.declared(), statement);
    duckDb.assertRows(FoundColumns.sql(declared), expected);
    assertThat(declared.flows().get(0).lateBinding().need())
        .as("everything is known")
        .isEqualTo(LateBinding.Need.NONE);
    Table inferred = FoundColumns.table(FoundColumns.INFERRED, statement);
    duckDb.assertRows(FoundColumns.sql(COLUMNS.bind(inferred)), expected);
    assertThat(FoundColumns.sql(COLUMNS.bind(inferred)))
        .as("found at the update")
        .doesNotContain("spark_field");
  }

  @Test
  void duckDbTellsWhereNothingElseDoes() throws SQLException {
    Table table =
        FoundColumns.table(
            FoundColumns.INFERRED,
            "CREATE MATERIALIZED VIEW t AS SELECT id, entities.hashtags.o.p AS x, m.k AS y FROM raw");
    Table unknown = table.bind(table.flows().get(0), Map.of());
    assertThat(FoundColumns.sql(unknown)).contains("spark_field");
    duckDb.assertRows(FoundColumns.sql(unknown), "1|[1, NULL, NULL]|1 ; 2|[]|NULL ; 3|NULL|NULL");
  }

  @Test
  void streamsAndTheirRulesReadFieldsOfArrays() throws SQLException {
    Table table =
        Translations.load(
                FoundColumns.INFERRED
                    + """
                    CREATE STREAMING TABLE t (
                      CONSTRAINT tagged EXPECT (array_contains(tags.text, 'a')) ON VIOLATION DROP ROW
                    ) AS SELECT id, entities.hashtags AS tags FROM STREAM raw;
                    """)
            .table("t")
            .orElseThrow();
    Table bound = COLUMNS.bind(table);
    String rule = bound.expectations().get(0).duckdbPredicate();
    assertThat(duckDb.rows("SELECT id FROM (" + FoundColumns.sql(bound) + ") WHERE " + rule))
        .containsExactly("1");
    assertThat(bound.flows().get(0).query().tracedSql()).isPresent();
  }

  @Test
  void columnsThatFilesBringStandForAStar() throws SQLException {
    Table table =
        Translations.load(
                FoundColumns.INFERRED
                    + "CREATE STREAMING TABLE t AS SELECT to_json(struct(r.id, 7 AS n)) AS two,"
                    + " to_json(struct(*)) = to_json(struct(r.*)) AS same FROM STREAM raw r;")
            .table("t")
            .orElseThrow();
    duckDb.assertRows(
        FoundColumns.sql(COLUMNS.bind(table)),
        "{\"id\":1,\"n\":7}|true ; {\"id\":2,\"n\":7}|true ; {\"id\":3,\"n\":7}|true");
  }

  @Test
  void saysWhichFieldsThereAre() {
    assertThat(
            Translations.problems(
                COLUMNS.declared()
                    + """
                    CREATE MATERIALIZED VIEW t AS SELECT
                      entities.hashtags.txt AS a,
                      entities.urls AS b,
                      deep.list.x AS c,
                      note.x AS d,
                      m.k.x AS e
                    FROM raw;
                    """))
        .containsExactly(
            "test.sql:3:3: Unknown field txt of entities.hashtags; did you mean text?",
            "test.sql:4:3: Unknown field urls of entities; there are hashtags, user_mentions",
            "test.sql:5:3: Cannot read field x of deep.list: it is an array of arrays; write"
                + " flatten(deep.list).x",
            "test.sql:6:3: Cannot read field x of note: it is a text; write note:x where it holds"
                + " JSON",
            "test.sql:7:3: Cannot read field x of m.k: it is BIGINT");
  }

  @Test
  void saysSoAtTheUpdateWhereTypesAreFoundThen() {
    Table table =
        FoundColumns.table(
            FoundColumns.INFERRED,
            "CREATE MATERIALIZED VIEW t AS\nSELECT id,\n entities.urls.url AS u FROM raw");
    assertThatThrownBy(() -> COLUMNS.bind(table))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessage(
            "test.sql:4:2: Unknown field urls of entities; there are hashtags, user_mentions; no file"
                + " so far has had it: if one may, name it with its type in the option schemaHints of"
                + " read_files");
  }

  @Test
  void explainShowsTheArrayThatIsMade() {
    Pipeline pipeline =
        Translations.load(
            COLUMNS.declared()
                + "CREATE MATERIALIZED VIEW t AS SELECT entities.hashtags.text AS x FROM raw;");
    assertThat(new PipelineGraph(pipeline).explain(pipeline.table("t").orElseThrow()))
        .contains(
            "list_transform(\"entities\".\"hashtags\", lambda __each: __each.\"text\") AS \"x\"");
  }

  @Test
  void explainSaysWhereOnlyTheDataTells() {
    Pipeline pipeline =
        Translations.load(
            FoundColumns.INFERRED
                + "CREATE MATERIALIZED VIEW t AS SELECT entities.hashtags.text AS x FROM raw;");
    assertThat(new PipelineGraph(pipeline).explain(pipeline.table("t").orElseThrow()))
        .contains("Found out at an update\n  whether a.b is a field of a struct, or the array");
  }

  @Test
  void arithmeticIsPlainWhereTheUpdateFindsNumbers() throws SQLException {
    Table table =
        FoundColumns.table(
            FoundColumns.INFERRED,
            "CREATE MATERIALIZED VIEW t AS SELECT round((id + 1) * 3 % 7, 1) AS x,"
                + " transform(flatten(deep.list), e -> e.x * 2) AS y FROM raw WHERE id = 1");
    String sql = FoundColumns.sql(COLUMNS.bind(table));
    assertThat(sql).doesNotContain("spark_operand", "spark_number");
    duckDb.assertRows(sql, "6|[2, 4, 6]");
    Flow plain =
        FoundColumns.table(
                FoundColumns.INFERRED, "CREATE MATERIALIZED VIEW t AS SELECT id + 1 AS x FROM raw")
            .flows()
            .get(0);
    assertThat(plain.lateBinding().need()).isEqualTo(LateBinding.Need.TYPES);
  }

  @Test
  void aQueryWithoutFieldsIsNotTranslatedAgain() {
    List<Flow> flows =
        FoundColumns.table(
                FoundColumns.INFERRED, "CREATE MATERIALIZED VIEW t AS SELECT id FROM raw")
            .flows();
    assertThat(flows.get(0).lateBinding().need()).isEqualTo(LateBinding.Need.NONE);
  }
}
