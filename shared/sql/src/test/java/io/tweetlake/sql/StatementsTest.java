package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Old and new spellings of statements. */
class StatementsTest {
  private static final String FILES = "STREAM read_files('s3://src/', format => 'json')";
  private static final String RAW = "CREATE STREAMING TABLE raw AS SELECT * FROM " + FILES + ";\n";

  private static Table table(String sql, String name) {
    return Translations.load(sql).table(name).orElseThrow();
  }

  private static String duckdb(String sql, String name) {
    return table(sql, name).flows().get(0).query().duckdbSql();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE STREAMING TABLE t | STREAMING_TABLE",
        "CREATE OR REFRESH STREAMING TABLE t | STREAMING_TABLE",
        "create or replace streaming table t | STREAMING_TABLE",
        "CREATE STREAMING LIVE TABLE t | STREAMING_TABLE",
        "CREATE OR REFRESH STREAMING LIVE TABLE t | STREAMING_TABLE",
        "CREATE OR REFRESH TEMPORARY STREAMING LIVE TABLE t | STREAMING_TABLE",
        "CREATE OR REFRESH PRIVATE STREAMING TABLE t | STREAMING_TABLE",
        "CREATE INCREMENTAL LIVE TABLE t | STREAMING_TABLE",
        "CREATE STREAMING TABLE IF NOT EXISTS main.tweets.t | STREAMING_TABLE",
        "CREATE STREAMING TABLE `t` | STREAMING_TABLE"
      })
  void takesEverySpellingOfAStreamingTable(String start, TableKind kind) {
    assertThat(table(start + " AS SELECT * FROM " + FILES, "t").kind()).isEqualTo(kind);
  }

  @Test
  void keepsTypesAndCommentsOfAMaterializedView() {
    Table table =
        table(
            RAW
                + "CREATE MATERIALIZED VIEW t (n INT NOT NULL COMMENT 'how many', CONSTRAINT c"
                + " EXPECT (n > 0)) AS SELECT count(*) AS n FROM raw",
            "t");
    assertThat(table.columns().orElseThrow().fields())
        .containsExactly(new Field("n", PrimitiveType.INTEGER, false, Optional.of("how many")));
    assertThat(
            Translations.problems(RAW + "CREATE MATERIALIZED VIEW t (k INT) AS SELECT id FROM raw"))
        .anyMatch(
            problem -> problem.endsWith("Declared column k is not in the query; there are id"));
  }

  @Test
  void givesColumnsOfAMaterializedViewOtherNames() {
    Pipeline pipeline =
        Translations.load(
            RAW
                + "CREATE MATERIALIZED VIEW t (k COMMENT 'key', w, CONSTRAINT c EXPECT (k > 0)) AS"
                + " SELECT id, text FROM raw;\n"
                + "CREATE MATERIALIZED VIEW u AS SELECT k FROM t;");
    assertThat(pipeline.table("t").orElseThrow().flows().get(0).query().duckdbSql())
        .isEqualTo("SELECT * FROM (SELECT \"id\", \"text\" FROM \"raw\") AS \"t\"(\"k\", \"w\")");
    assertThat(pipeline.table("t").orElseThrow().expectations().get(0).duckdbPredicate())
        .contains("\"k\"");
  }

  @Test
  void takesConstraintsBehindColumnsWithoutAComma() {
    Table table =
        table(
            RAW
                + "CREATE STREAMING TABLE t (id BIGINT COMMENT 'a', text STRING NOT NULL"
                + " CONSTRAINT a EXPECT (id > 0) CONSTRAINT b EXPECT (text != ''))"
                + " AS SELECT id, text FROM STREAM raw",
            "t");
    assertThat(table.columns().orElseThrow().fieldNames()).containsExactly("id", "text");
    assertThat(table.expectations()).extracting(Expectation::name).contains("a", "b");
  }

  @Test
  void takesAQueryWithoutAsBeforeIt() {
    assertThat(
            table(
                    RAW
                        + "CREATE STREAMING TABLE t TBLPROPERTIES ('quality' = 'silver')"
                        + " SELECT * FROM STREAM raw",
                    "t")
                .properties())
        .containsEntry("quality", "silver");
    assertThat(
            table(
                    RAW
                        + "CREATE MATERIALIZED VIEW t WITH a AS (SELECT * FROM raw) SELECT * FROM a",
                    "t")
                .kind())
        .isEqualTo(TableKind.MATERIALIZED_VIEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE MATERIALIZED VIEW t",
        "CREATE OR REFRESH MATERIALIZED VIEW t",
        "CREATE OR REPLACE MATERIALIZED VIEW t",
        "CREATE LIVE TABLE t",
        "CREATE OR REFRESH LIVE TABLE t",
        "CREATE TEMPORARY LIVE TABLE t",
        "CREATE PRIVATE MATERIALIZED VIEW t"
      })
  void takesEverySpellingOfAMaterializedView(String start) {
    assertThat(table(RAW + start + " AS SELECT * FROM LIVE.raw", "t").kind())
        .isEqualTo(TableKind.MATERIALIZED_VIEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAM raw",
        "STREAM LIVE.raw",
        "STREAM(raw)",
        "STREAM(LIVE.raw)",
        "stream(live.RAW)",
        "STREAM main.tweets.raw",
        "STREAM `raw`"
      })
  void takesEverySpellingOfAStream(String stream) {
    Query query =
        table(RAW + "CREATE STREAMING TABLE t AS SELECT a FROM " + stream, "t")
            .flows()
            .get(0)
            .query();
    assertThat(query.sources()).containsExactly(new TableSource("raw", "raw", true));
  }

  @Test
  void aStreamCanPassOverVersionsThatChangeRows() {
    Query query =
        table(
                RAW
                    + "CREATE STREAMING TABLE t AS SELECT a FROM STREAM raw WITH"
                    + " (SKIPCHANGECOMMITS)",
                "t")
            .flows()
            .get(0)
            .query();
    assertThat(query.sources())
        .singleElement()
        .isInstanceOfSatisfying(
            TableSource.class, source -> assertThat(source.skipChangeCommits()).isTrue());
  }

  @Test
  void readsCloudFilesWithItsDefaults() {
    Query query =
        table(
                "CREATE STREAMING LIVE TABLE t AS SELECT * FROM cloud_files('s3://src', 'csv',"
                    + " map('header', 'true', 'cloudFiles.maxFilesPerTrigger', 10,"
                    + " 'cloudFiles.schemaLocation', '/x'))",
                "t")
            .flows()
            .get(0)
            .query();
    assertThat(query.sources())
        .containsExactly(
            new FileSource(
                "files",
                "s3://src",
                "csv",
                Map.of("header", "true", "maxFilesPerTrigger", "10", "inferColumnTypes", "false"),
                true));
  }

  @Test
  void readsOptionsOfReadFiles() {
    FileSource source =
        (FileSource)
            table(
                    "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3a://src', "
                        + "FORMAT => 'JSON', multiline => true, schemaHints => 'a.b DATE, c INT',"
                        + " maxBytesPerTrigger => '10mb')",
                    "t")
                .sources()
                .get(0);
    assertThat(source.path()).isEqualTo("s3://src");
    assertThat(source.format()).isEqualTo("json");
    assertThat(source.options())
        .containsOnly(
            Map.entry("multiLine", "true"),
            Map.entry("schemaHints", "a.b DATE, c INT"),
            Map.entry("maxBytesPerTrigger", "10mb"));
  }

  @Test
  void readsColumnsConstraintsAndClauses() {
    Table table =
        table(
            RAW
                + """
                CREATE OR REFRESH STREAMING TABLE t (
                  id BIGINT NOT NULL COMMENT 'key',
                  day DATE,
                  CONSTRAINT warns EXPECT (id > 0),
                  CONSTRAINT fails EXPECT (day IS NOT NULL) ON VIOLATION FAIL UPDATE,
                  CONSTRAINT keeps EXPECT (id IN (1, 2)) ON VIOLATION QUARANTINE ROW,
                  CONSTRAINT pk PRIMARY KEY (id)
                )
                USING DELTA
                PARTITIONED BY (day)
                CLUSTER BY AUTO
                COMMENT "it's mine"
                TBLPROPERTIES ("quality" = "gold", pipelines.reset.allowed = false, 'n' '1')
                AS SELECT id, day FROM STREAM raw
                """,
            "t");
    assertThat(table.columns().orElseThrow().fields())
        .containsExactly(
            new Field("id", PrimitiveType.LONG, false, Optional.of("key")),
            Field.of("day", PrimitiveType.DATE));
    assertThat(table.expectations())
        .extracting(Expectation::action)
        .containsExactly(
            ViolationAction.FAIL_UPDATE,
            ViolationAction.WARN,
            ViolationAction.FAIL_UPDATE,
            ViolationAction.QUARANTINE_ROW);
    assertThat(table.expectations().get(0).name()).isEqualTo("id NOT NULL");
    assertThat(table.partitionColumns()).containsExactly("day");
    assertThat(table.comment()).contains("it's mine");
    assertThat(table.properties())
        .containsOnly(
            Map.entry("quality", "gold"),
            Map.entry("pipelines.reset.allowed", "false"),
            Map.entry("n", "1"));
  }

  @Test
  void readsNotebooksWithoutSemicolons() {
    Pipeline pipeline =
        Translations.load(
            """
            -- Databricks notebook source
            -- MAGIC %md
            -- MAGIC # It's a title; with a semicolon

            -- COMMAND ----------

            -- DBTITLE 1,Bronze
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files("s3://src")

            -- COMMAND ----------

            /* a /* nested */ comment; */
            CREATE STREAMING TABLE silver AS SELECT id FROM STREAM bronze
            """);
    assertThat(pipeline.tables()).extracting(Table::name).containsExactly("bronze", "silver");
  }

  @Test
  void readsTablesInAnyOrderOverSeveralFiles() {
    Pipeline pipeline =
        Pipeline.load(
            List.of(
                new SqlFile("b.sql", "CREATE MATERIALIZED VIEW c AS SELECT * FROM b;"),
                new SqlFile("a.sql", "CREATE STREAMING TABLE b AS SELECT * FROM STREAM a;"),
                new SqlFile("c.sql", "CREATE STREAMING TABLE a AS SELECT * FROM " + FILES)),
            Map.of());
    assertThat(pipeline.tables()).extracting(Table::name).containsExactly("a", "b", "c");
  }

  @Test
  void putsParametersIn() {
    String sql =
        """
        SET start = '2024-01-01';
        SET folder = s3://other/p;
        CREATE STREAMING TABLE t AS SELECT ${col} FROM STREAM read_files("${folder}/x")
        WHERE day >= ${start};
        """;
    Pipeline pipeline =
        Pipeline.load(
            List.of(new SqlFile("t.sql", sql)), Map.of("col", "id, day", "folder", "s3://loses"));
    Query query = pipeline.table("t").orElseThrow().flows().get(0).query();
    assertThat(query.duckdbSql())
        .isEqualTo("SELECT \"id\", \"day\" FROM \"files\" WHERE \"day\" >= '2024-01-01'");
    assertThat(query.sources()).extracting("path").containsExactly("s3://other/p/x");
    assertThat(query.sql()).contains("${start}");
  }

  @Test
  void foldsViewsIntoTheirReaders() {
    String sql =
        RAW
            + """
            CREATE TEMPORARY STREAMING VIEW english AS SELECT id, text FROM STREAM raw WHERE lang = 'en';
            CREATE TEMPORARY VIEW short AS SELECT * FROM STREAM english WHERE length(text) < 10;
            CREATE STREAMING TABLE t AS SELECT english.id FROM STREAM(LIVE.short) AS english;
            """;
    Pipeline pipeline = Translations.load(sql);
    assertThat(pipeline.tables()).extracting(Table::name).containsExactly("raw", "t");
    assertThat(duckdb(sql, "t"))
        .isEqualTo(
            "SELECT \"english\".\"id\" FROM (SELECT * FROM (SELECT \"id\", \"text\" FROM \"raw\" WHERE"
                + " CAST(\"lang\" AS VARCHAR) = 'en') AS \"english\" WHERE spark_length(\"text\") <"
                + " 10) AS \"english\"");
    assertThat(pipeline.readersOf("raw")).extracting(Table::name).containsExactly("t");
  }

  @Test
  void letsSeveralFlowsFillATable() {
    Pipeline pipeline =
        Translations.load(
            RAW
                + """
                CREATE STREAMING TABLE other AS SELECT * FROM STREAM read_files('s3://two');
                CREATE STREAMING TABLE t;
                CREATE FLOW one AS INSERT INTO t BY NAME SELECT id FROM STREAM raw;
                CREATE FLOW two AS INSERT INTO LIVE.t BY NAME SELECT id FROM STREAM other;
                """);
    assertThat(pipeline.table("t").orElseThrow().flows())
        .extracting(Flow::name)
        .containsExactly("one", "two");
    assertThat(pipeline.tables()).extracting(Table::name).containsExactly("raw", "other", "t");
  }

  @Test
  void joinsAStreamWithATable() {
    String sql =
        RAW
            + """
            CREATE MATERIALIZED VIEW names AS SELECT lang, max(name) AS name FROM raw GROUP BY lang;
            CREATE STREAMING TABLE t AS
            SELECT r.*, n.name FROM STREAM raw r LEFT JOIN names n USING (lang)
            """;
    assertThat(duckdb(sql, "t"))
        .isEqualTo(
            "SELECT \"r\".*, \"n\".\"name\" FROM \"raw\" AS \"r\" LEFT JOIN \"names\" AS \"n\" USING"
                + " (\"lang\")");
    assertThat(table(sql, "t").sources())
        .containsExactly(
            new TableSource("raw", "raw", true), new TableSource("names", "names", false));
  }

  @Test
  void readsATableAsStreamAndAsAWhole() {
    String sql =
        RAW
            + "CREATE STREAMING TABLE t AS SELECT a.id FROM STREAM raw a JOIN raw b ON a.id ="
            + " b.parent";
    assertThat(table(sql, "t").sources())
        .containsExactly(
            new TableSource("raw", "raw", true), new TableSource("raw_all", "raw", false));
  }

  @Test
  void namesThatAreKeywordsElsewhereAreNames() {
    assertThat(
            duckdb(
                RAW
                    + "CREATE STREAMING TABLE t AS SELECT user.name, date, timestamp, first, comment,"
                    + " `select`, `a``b`.end AS `x \"y\"` FROM STREAM raw",
                "t"))
        .isEqualTo(
            "SELECT \"user\".\"name\", \"date\", \"timestamp\", \"first\", \"comment\", \"select\","
                + " \"a`b\".\"end\" AS \"x \"\"y\"\"\" FROM \"raw\"");
  }

  @Test
  void readsCellsThatBeginWithTheirLanguage() {
    Pipeline pipeline =
        Translations.load(
            """
            %sql
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files("s3://src")
            -- COMMAND ----------
            %sql CREATE STREAMING TABLE silver AS SELECT id %sql AS rest FROM STREAM bronze
            """);
    assertThat(pipeline.tables()).extracting(Table::name).containsExactly("bronze", "silver");
  }

  @Test
  void takesNoNoticeOfCatalogsAndSchemasThatAreUsed() {
    assertThat(
            Translations.load("USE CATALOG main; USE SCHEMA tweets; USE other;\n" + RAW).tables())
        .extracting(Table::name)
        .containsExactly("raw");
  }

  @Test
  void namesMayBeginWithADigitAndNumbersStayNumbers() {
    assertThat(
            duckdb(
                "CREATE MATERIALIZED VIEW t AS WITH 12m_sums AS (SELECT 1L AS 2a, 1e2 AS b, 5D AS c)"
                    + " SELECT 12m_sums.b, 2a, c FROM 12m_sums",
                "t"))
        .isEqualTo(
            "WITH \"12m_sums\" AS (SELECT CAST(1 AS BIGINT) AS \"2a\", 1e2 AS"
                + " \"b\", CAST(5 AS DOUBLE) AS \"c\") SELECT \"12m_sums\".\"b\", \"2a\", \"c\""
                + " FROM \"12m_sums\"");
  }

  @Test
  void readsAViewWithConstraintsByItsName() {
    Table table =
        table(
            RAW
                + """
                CREATE TEMPORARY STREAMING LIVE VIEW v (CONSTRAINT c EXPECT (r.id IS NOT NULL) ON VIOLATION DROP ROW)
                AS SELECT r.id FROM STREAM(LIVE.raw) r;
                CREATE STREAMING TABLE t AS SELECT w.id FROM STREAM(LIVE.v) w;
                """,
            "t");
    Query query = table.flows().get(0).query();

    assertThat(query.duckdbSql()).isEqualTo("SELECT \"w\".\"id\" FROM \"v\" AS \"w\"");
    assertThat(query.sources()).extracting(Source::relation).containsExactly("raw");
    assertThat(table.views()).isEqualTo(query.views()).hasSize(1);
    CheckedView view = query.views().get(0);
    assertThat(view.duckdbSql()).isEqualTo("SELECT \"r\".\"id\" FROM \"raw\" AS \"r\"");
    assertThat(view.expectations())
        .extracting(Expectation::name, Expectation::action)
        .containsExactly(tuple("c", ViolationAction.DROP_ROW));
    assertThat(query.withViews(query.duckdbSql()))
        .isEqualTo(
            "WITH \"v\" AS (SELECT * FROM (SELECT \"r\".\"id\" FROM \"raw\" AS \"r\") AS q WHERE"
                + " (\"id\" IS NOT NULL)) SELECT * FROM (SELECT \"w\".\"id\" FROM \"v\" AS \"w\")");
  }

  @Test
  void aCastColumnKeepsItsName() {
    Pipeline pipeline =
        Translations.load(
            RAW
                + """
                CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (id > 0)) AS
                SELECT CAST(id AS BIGINT), r.age::INT, try_cast(r.day AS DATE) FROM STREAM raw r;
                CREATE STREAMING TABLE n AS
                SELECT CAST(lang AS STRING), count(*) AS n FROM STREAM raw GROUP BY lang;
                CREATE MATERIALIZED VIEW u AS SELECT id, age, day FROM t;
                """);
    assertThat(pipeline.table("u")).isPresent();
    assertThat(
            Translations.problems(
                RAW + "CREATE STREAMING TABLE t AS SELECT CAST(u.id AS INT) FROM STREAM raw"))
        .as("the field of a struct")
        .singleElement()
        .asString()
        .contains("needs a name");
  }

  @Test
  void unitedQueriesAreNamedByTheFirst() {
    String sql =
        RAW
            + """
            CREATE MATERIALIZED VIEW t AS
            SELECT id, lang, text FROM raw
            UNION ALL SELECT -1, NULL, NULL
            UNION ALL SELECT id, lang, lang FROM raw;
            """;
    assertThat(duckdb(sql, "t"))
        .endsWith(" UNION ALL SELECT \"id\", \"lang\", \"lang\" FROM \"raw\"");
    assertThat(
            Translations.problems(
                RAW
                    + "CREATE MATERIALIZED VIEW t AS SELECT upper(lang) FROM raw UNION ALL SELECT 'x'"))
        .singleElement()
        .asString()
        .endsWith("Column upper(lang) needs a name: write upper(lang) AS name");
  }

  @Test
  void anAggregateOfAStreamMayBeWrittenWithAnOrder() {
    String ordered =
        "CREATE STREAMING TABLE t AS SELECT lang, count(*) AS n FROM STREAM raw GROUP BY lang";
    Query query = table(RAW + ordered + " ORDER BY n DESC", "t").flows().get(0).query();
    assertThat(query.aggregation()).isPresent();
    assertThat(query.duckdbSql()).isEqualTo(duckdb(RAW + ordered, "t"));
    assertThat(
            Translations.problems(
                RAW
                    + "CREATE STREAMING TABLE few AS SELECT lang FROM STREAM raw;"
                    + ordered.replace("STREAM raw", "STREAM few")
                    + " ORDER BY m"))
        .singleElement()
        .asString()
        .contains("Unknown column m");
  }

  @Test
  void inputFileNameIsThePathOfTheFile() {
    assertThat(
            duckdb(
                "CREATE STREAMING TABLE t AS SELECT *, input_file_name() AS f FROM"
                    + " cloud_files('s3://src', 'json')",
                "t"))
        .isEqualTo("SELECT *, \"files\".\"_metadata\".\"file_path\" AS \"f\" FROM \"files\"");
    assertThat(
            duckdb(
                "CREATE STREAMING TABLE t AS SELECT input_file_name() AS f FROM STREAM"
                    + " read_files('s3://src', schema => 'id INT') AS r",
                "t"))
        .isEqualTo("SELECT \"r\".\"_metadata\".\"file_path\" AS \"f\" FROM \"files\" AS \"r\"");
    assertThat(
            Translations.problems(
                RAW + "CREATE STREAMING TABLE t AS SELECT input_file_name() AS f FROM STREAM raw"))
        .singleElement()
        .asString()
        .contains("Cannot call input_file_name: FROM must have one read_files or cloud_files");
  }

  @Test
  void pathsIntoJsonMayBeginInBrackets() {
    assertThat(
            duckdb(
                RAW
                    + "CREATE STREAMING TABLE t AS SELECT text:['$id'].a[0]['b c'] AS x, text:[1] AS y"
                    + " FROM STREAM raw",
                "t"))
        .isEqualTo(
            "SELECT json_extract_string(\"text\", '$.\"$id\".\"a\"[0].\"b c\"') AS \"x\","
                + " json_extract_string(\"text\", '$[1]') AS \"y\" FROM \"raw\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "silver.t", "main.silver.t", "LIVE.t", "MAIN.Silver.T"})
  void findsATableByAsMuchOfItsNameAsIsWritten(String name) {
    assertThat(
            table(
                    RAW
                        + "CREATE STREAMING TABLE main.silver.t AS SELECT id FROM STREAM any.other.raw;"
                        + "CREATE MATERIALIZED VIEW u AS SELECT id FROM "
                        + name,
                    "u")
                .sources())
        .containsExactly(new TableSource("t", "t", false));
  }

  @Test
  void aQueryNamedByWithHidesTheTableOfThatName() {
    String sql =
        RAW
            + "CREATE MATERIALIZED VIEW t AS WITH t AS (SELECT id FROM raw), u AS (SELECT * FROM t)"
            + " SELECT id FROM u UNION ALL SELECT id FROM t";
    assertThat(table(sql, "t").sources()).containsExactly(new TableSource("raw", "raw", false));
  }

  @Test
  void constraintsMayQualifyColumnsAsTheQueryDoes() {
    assertThat(
            table(
                    RAW
                        + """
                        CREATE MATERIALIZED VIEW t (CONSTRAINT c EXPECT (f.id IS NOT NULL AND raw.n > 0))
                        AS SELECT f.id, count(*) AS n FROM raw JOIN raw AS f USING (id) GROUP BY ALL;
                        """,
                    "t")
                .expectations())
        .extracting(Expectation::duckdbPredicate)
        .containsExactly("\"id\" IS NOT NULL AND \"n\" > 0");
    assertThat(
            Translations.problems(
                RAW
                    + "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (r.nope > 0)) AS SELECT r.id FROM"
                    + " STREAM raw r"))
        .singleElement()
        .asString()
        .endsWith("Unknown column nope; there are id");
  }

  @Test
  void macrosThatNameTheirArgumentsManyTimesAreGivenComputedOnesAsOneValue() {
    String table = "CREATE MATERIALIZED VIEW t AS SELECT ";
    String from = " FROM VALUES (1.5D, 2.5D) AS v(a, b)";

    assertThat(duckdb(table + "a / b AS c" + from, "t")).contains("spark_divide(\"a\", \"b\")");
    assertThat(duckdb(table + "round(a / b, 1) AS c" + from, "t"))
        .contains(
            "list_transform([spark_divide(\"a\", \"b\")], lambda __argument:"
                + " spark_round(__argument, 1))[1]");
    assertThat(duckdb(table + "a * 100 / b AS c" + from, "t"))
        .contains(
            "list_transform([struct_pack(v0 := \"a\" * 100, v1 := \"b\")], lambda __argument:"
                + " spark_divide(__argument.v0, __argument.v1))[1]");
  }

  @Test
  void aLiteralIsNamedAfterItsValueWhereATableCanHaveThatName() {
    assertThat(
            duckdb(
                "CREATE MATERIALIZED VIEW t AS SELECT 1, 'x'; CREATE MATERIALIZED VIEW u AS SELECT `1`,"
                    + " x FROM t",
                "t"))
        .isEqualTo("SELECT 1 AS \"1\", 'x' AS \"x\"");
    assertThat(Translations.problems("CREATE MATERIALIZED VIEW t AS SELECT 'a b', '', -1"))
        .allMatch(problem -> problem.contains("needs a name"))
        .hasSize(3);
  }
}
