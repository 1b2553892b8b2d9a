package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipelineGraphTest {
  private final Pipeline pipeline =
      Translations.load(
          """
          CREATE STREAMING TABLE raw COMMENT 'As they come'
          AS SELECT * FROM STREAM read_files('s3://src', format => 'csv', header => true);
          CREATE STREAMING TABLE clean (
            CONSTRAINT has_id EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
            CONSTRAINT short EXPECT (length(text) < 10)
          ) AS SELECT id, lang, text FROM STREAM raw WHERE lang = 'en';
          CREATE STREAMING TABLE moods AS SELECT id, ai_query('m', text) AS mood FROM STREAM clean;
          CREATE STREAMING TABLE counts AS SELECT lang, count(*) AS n FROM STREAM raw GROUP BY lang;
          """);
  private final PipelineGraph graph = new PipelineGraph(pipeline);

  @Test
  void drawsTheGraphFromTheFilesDown() {
    assertThat(graph.tree())
        .isEqualTo(
            """
            s3://src (csv, header = true)
            └─ raw  streaming table
               ├─ clean  streaming table; warns on short; drops rows on has_id
               │  └─ moods  streaming table; asks m
               └─ counts  streaming table, kept up as an aggregate
            """);
  }

  @Test
  void listsWhatReadsATableOnce() {
    Pipeline diamond =
        Translations.load(
            """
            CREATE STREAMING TABLE a AS SELECT * FROM STREAM read_files('s3://bucket/a');
            CREATE STREAMING TABLE b AS SELECT * FROM STREAM read_files('s3://bucket/b');
            CREATE MATERIALIZED VIEW both AS SELECT a.id FROM a JOIN b USING (id);
            CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM both;
            """);
    assertThat(new PipelineGraph(diamond).tree())
        .isEqualTo(
            """
            s3://bucket/a (json)
            └─ a  streaming table
               └─ both  materialized view
                  └─ n  materialized view
            s3://bucket/b (json)
            └─ b  streaming table
               └─ both  materialized view; read by the tables listed above
            """);
  }

  @Test
  void explainsATableWithTheStatementsOfItsFlows() {
    Pipeline changes =
        Translations.load(
            """
            CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('s3://bucket/a');
            CREATE STREAMING TABLE t;
            CREATE FLOW f AS AUTO CDC INTO t FROM STREAM raw
              KEYS (id) SEQUENCE BY at;
            """);
    assertThat(new PipelineGraph(changes).explain(changes.table("t").orElseThrow()))
        .contains(
            """
            Flow f
              AUTO CDC INTO t FROM STREAM raw
                KEYS (id) SEQUENCE BY at
            Lineage
            """);
  }

  @Test
  void tellsThatMalformedLinesAreDroppedWhereTheyAre() {
    Pipeline dropping =
        Translations.load(
            "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3://src',"
                + " mode => 'DropMalformed', `cloudFiles.schemaLocation` => '/x');");
    assertThat(new PipelineGraph(dropping).explain(dropping.table("t").orElseThrow()))
        .contains("Rows may be left out by\n  mode of s3://src, for lines that cannot be read\n")
        .doesNotContain("schemaLocation");
  }

  @Test
  void explainsATable() {
    assertThat(graph.explain(pipeline.table("clean").orElseThrow()))
        .isEqualTo(
            """
            clean: streaming table at test.sql:3:24
            Lineage
              s3://src -> raw -> clean
              read by moods
            Sources
              raw, each new row once
            Rows may be left out by
              WHERE in the query
              rule has_id, which drops rows
            Rules
              has_id drops rows: id IS NOT NULL  as  "id" IS NOT NULL
              short warns: length(text) < 10  as  spark_length("text") < 10
            DuckDB runs
              SELECT "id", "lang", "text"
              FROM "raw"
              WHERE CAST("lang" AS VARCHAR) = 'en'
            Found out at an update
              which columns are numbers, texts, dates or truths: what does not go together is told then
            """);
  }

  @Test
  void explainsHowAnAggregateIsKeptUp() {
    assertThat(graph.explain(pipeline.table("counts").orElseThrow()))
        .contains(
            """
            To merge them in
              SELECT "lang", CAST(coalesce(sum("n"), 0) AS BIGINT) AS "n"
              FROM (SELECT * FROM "__stored" UNION ALL BY NAME SELECT * FROM "__partial")
              GROUP BY "lang"
            """);
  }

  @Test
  void namesOnlyTheMacrosThatAPipelineNeeds() {
    assertThat(DuckDbMacros.neededBy(pipeline))
        .allMatch(macro -> macro.startsWith("CREATE OR REPLACE MACRO spark_"))
        .anyMatch(macro -> macro.contains("MACRO spark_length("))
        .anyMatch(macro -> macro.contains("MACRO spark_string("))
        .noneMatch(macro -> macro.contains("MACRO spark_divide("));
    assertThat(
            DuckDbMacros.neededBy(
                Translations.load("CREATE MATERIALIZED VIEW t AS SELECT size(array(1)) AS n")))
        .hasSize(2);
  }

  @Test
  void namesOnlyTheFunctionsThatAPipelineNeeds() {
    assertThat(
            DuckDbFunctions.neededBy(
                    Translations.load("CREATE MATERIALIZED VIEW t AS SELECT crc32('a') AS n"))
                .keySet())
        .containsExactly("spark_java_crc32");
    assertThat(
            DuckDbFunctions.neededBy(
                Translations.load("CREATE MATERIALIZED VIEW t AS SELECT size(array(1)) AS n")))
        .isEmpty();
  }
}
