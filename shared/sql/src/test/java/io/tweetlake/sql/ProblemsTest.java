package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything runs, where, and with which words. */
class ProblemsTest {
  private static final String RAW =
      "CREATE STREAMING TABLE raw AS SELECT id, lang, text FROM STREAM read_files('s3://src');";

  private static void assertProblem(String sql, String... expected) {
    assertThat(Translations.problems(sql)).as(sql).containsExactly(expected);
  }

  @Test
  void refusesAViewWithoutAQueryOnceWhoeverReadsIt() {
    assertProblem(
        RAW
            + """

            CREATE TEMPORARY VIEW v;
            CREATE MATERIALIZED VIEW m AS SELECT x.a FROM v AS x;
            CREATE STREAMING TABLE s AS SELECT * FROM STREAM v;""",
        "test.sql:2:23: View v has no query: add AS SELECT ...");
  }

  @Test
  void refusesAggregatesOfAStreamThatLackAnArgument() {
    assertProblem(
        RAW
            + """

            CREATE STREAMING TABLE s AS
            SELECT lang, avg() AS a, max_by(id) AS b FROM STREAM raw GROUP BY lang;""",
        "test.sql:3:14: Cannot call avg: it takes 1 argument, not 0",
        "test.sql:3:26: Cannot call max_by: it takes 2 arguments, not 1");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                Translations.load(
                    """
                    CREATE STREAMING TABLE a AS
                    SELECT lengt(x) AS n FROM STREAM b;
                    CREATE STREAMING TABLE a AS SELEC 1;
                    CREATE TABLE c AS SELECT nope FROM STREAM raws;
                    """
                        + RAW))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessage(
            """
            test.sql:2:8: Unknown function lengt; did you mean length?
            test.sql:2:34: Unknown table b; there are a, c, raw; rows of a table elsewhere are read from S3 with read_files
            test.sql:3:29: Cannot read statement: 'SELEC' is not possible here; did you mean SELECT?
            test.sql:4:8: Unsupported statement CREATE TABLE: write STREAMING TABLE or MATERIALIZED VIEW
            test.sql:4:19: Materialized view c reads a stream: leave STREAM out, or make it a STREAMING TABLE
            test.sql:4:43: Unknown table raws; did you mean raw?""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT txt FROM STREAM raw | 2:36: Unknown column txt; did you mean text?",
        "SELECT r.txt FROM STREAM raw r | 2:36: Unknown column txt of r; did you mean text?",
        "SELECT * EXCEPT (txt) FROM STREAM raw | 2:36: Unknown column txt; did you mean text?",
        "SELECT id FROM STREAM raw WHERE lan = 'en' | 2:61: Unknown column lan; did you mean lang?",
        "SELECT id, ID FROM STREAM raw | 2:29: Duplicate column ID: give one of them another name",
        "SELECT upper(text) FROM STREAM raw | 2:36: Column upper(text) needs a name: write upper(text) AS name",
        "SELECT length() AS x FROM STREAM raw | 2:36: Cannot call length: it takes 1 argument not 0",
        "SELECT id FROM raw | 2:29: Streaming table t reads no stream: read its source as STREAM or make it a MATERIALIZED VIEW",
        "SELECT id FROM STREAM raw ORDER BY id | 2:55: Cannot order a stream: a streaming table has no order; leave ORDER BY out",
        "SELECT id FROM STREAM raw LIMIT 5 | 2:55: Cannot limit a stream: use a MATERIALIZED VIEW or leave LIMIT out",
        "SELECT id FROM STREAM raw WATERMARK tex DELAY OF INTERVAL 1 HOUR | 2:65: Unknown column tex; did you mean text?",
        "SELECT id FROM STREAM raw PIVOT (count(*) FOR lang IN ('en')) | 2:55: Cannot keep PIVOT of a stream up incrementally: use a MATERIALIZED VIEW or count_if and sum with CASE",
        "SELECT id FROM STREAM read_files('/dbfs/x') | 2:62: Cannot read '/dbfs/x': files are read from S3; copy them to a bucket and write s3://bucket/prefix",
        "SELECT id FROM STREAM read_files('s3://my posts/x') | 2:62: Cannot read 's3://my posts/x': the names of S3's buckets have lower-case letters, digits, dots and hyphens only",
        "SELECT id FROM STREAM read_files('s3://Grüße') | 2:62: Cannot read 's3://Grüße': the names of S3's buckets have lower-case letters, digits, dots and hyphens only",
        "SELECT id FROM STREAM read_files('s3://raw/{a,b') | 2:62: Cannot read 's3://raw/{a,b': a bracket or brace of it is not closed",
        "SELECT id FROM STREAM read_files('s3://raw/x', format => 'text', partitionColumns => 'dt') | 2:36: Unknown column id; there are value dt _rescued_data",
        "SELECT id FROM STREAM read_files('s3://b/x') | 2:62: Cannot read 's3://b/x': the names of S3's buckets have 3 to 63 characters",
        "SELECT id FROM STREAM read_files('s3://bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/x') | 2:62: Cannot read 's3://bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/x': the names of S3's buckets have 3 to 63 characters",
        "SELECT id FROM STREAM read_files('s3://-raw/x') | 2:62: Cannot read 's3://-raw/x': the names of S3's buckets begin and end with a letter or digit",
        "SELECT id FROM STREAM read_files('s3://raw./x') | 2:62: Cannot read 's3://raw./x': the names of S3's buckets begin and end with a letter or digit",
        "SELECT id FROM STREAM read_files('s3://raw..posts/x') | 2:62: Cannot read 's3://raw..posts/x': the names of S3's buckets have no two dots in a row",
        "SELECT id FROM STREAM read_files('s3://192.168.5.4/x') | 2:62: Cannot read 's3://192.168.5.4/x': the names of S3's buckets are no IP addresses",
        "SELECT id FROM STREAM read_files('s3://xn--posts/x') | 2:62: Cannot read 's3://xn--posts/x': the names of S3's buckets do not begin with xn--",
        "SELECT id FROM STREAM read_files('s3://amzn-s3-demo-bucket/x') | 2:62: Cannot read 's3://amzn-s3-demo-bucket/x': the names of S3's buckets do not begin with amzn-s3-demo-",
        "SELECT id RLIKE '(?=x)' AS x FROM STREAM raw | 2:45: Unsupported regular expression: look-around (?= has no counterpart in RE2",
        "SELECT id RLIKE '[ab]*+[bc]' AS x FROM STREAM raw | 2:45: Unsupported regular expression: possessive quantifier *+ has no counterpart in RE2",
        "SELECT id RLIKE 'a*+[bc]?a' AS x FROM STREAM raw | 2:45: Unsupported regular expression: possessive quantifier *+ has no counterpart in RE2",
        "SELECT regexp_extract(text) AS x FROM STREAM raw | 2:36: Cannot call regexp_extract: it takes 2 to 3 arguments not 1",
        "SELECT text LIKE 'a/bc' ESCAPE '/' AS x FROM STREAM raw | 2:46: Cannot read pattern 'a/bc': / must stand before % _ or itself",
        "SELECT id FROM STREAM json.`s3://src` | 2:51: Cannot read files by path: write read_files('s3://src' format => 'json')",
        "SELECT id FROM STREAM parquet.`/Volumes/x` | 2:51: Cannot read files by path: copy them to a bucket and write read_files('s3://bucket/prefix', format => 'parquet')",
        "SELECT id FROM STREAM delta.`/x` | 2:51: Cannot read delta files by path: write them to S3 as csv json parquet or text and read those with read_files",
        "SELECT id FROM STREAM json.`${nope}/x` | 2:51: Unknown parameter ${nope}/x: give it a value with SET in any of the files",
        "SELECT id FROM STREAM samples.nyctaxi.trips | 2:51: Unknown table samples.nyctaxi.trips: no statement of this pipeline makes it and a query reads the pipeline's own tables and files only; have its rows written to S3 and read them with read_files",
        "SELECT id FROM STREAM main.tweets.rau | 2:51: Unknown table main.tweets.rau: no statement of this pipeline makes it and a query reads the pipeline's own tables and files only; have its rows written to S3 and read them with read_files or did you mean raw?",
        "SELECT value FROM STREAM read_kafka(bootstrapServers => 'x') | 2:54: Cannot read messages with read_kafka: have them written to S3 as files and read those with read_files",
        "SELECT main.ml.score(id) AS x FROM STREAM raw | 2:36: Unknown function main.ml.score: functions of a catalog are not known here; write out what it computes",
        "SELECT churn_model(id) AS x FROM STREAM raw | 2:36: Unknown function churn_model: there are the functions of Spark SQL and ai_query('model' text) for a model",
        "SELECT id FROM STREAM main.{schema}.raw | 2:56: Cannot read statement: character '{' has no meaning here; a parameter is written ${name} and has its value from SET name = value",
        "SELECT if({{target}} = 'prod' id 0) AS x FROM STREAM raw | 2:39: Cannot read statement: character '{' has no meaning here; a parameter is written ${name} and has its value from SET name = value",
        "SELECT concat(text lang) AS x FROM STREAM raw | 2:48: Cannot give an argument of concat a name: is a comma missing before it?",
        "SELECT date_format(id 5) AS x FROM STREAM raw | 2:51: Cannot read statement: '5' is not possible here",
        "SELECT '${nope}' AS x FROM STREAM raw | 2:36: Unknown parameter ${nope}: give it a value with SET in any of the files",
        "SELECT ${nope} AS x FROM STREAM raw | 2:36: Unknown parameter ${nope}: give it a value with SET in any of the files",
        "SELECT ai_query(text, text) AS x FROM STREAM raw | 2:45: The model of ai_query must be a text in quotes",
        "SELECT row_number() OVER (PARTITION BY lang ORDER BY id) AS n FROM STREAM raw | 2:36: Cannot keep a window function over a stream up incrementally: use a MATERIALIZED VIEW",
        "SELECT CAST(id AS TEXTUAL) AS x FROM STREAM raw | 2:47: Cannot read type 'TEXTUAL': at character 1: type TEXTUAL does not exist",
      })
  void saysWhatIsWrongWithAQuery(String query, String expected) {
    List<String> problems =
        Translations.problems(RAW + "\nCREATE STREAMING TABLE t AS " + query + ";");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).replace(", ", " "))
        .startsWith("test.sql:" + expected.replace(", ", " "));
  }

  @Test
  void refusesUnknownOptionsWithTheKnownOnes() {
    assertThat(
            Translations.problems(
                "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3://bucket/p',\n"
                    + "  format => 'json', multiLin => true);"))
        .singleElement()
        .asString()
        .startsWith(
            "test.sql:2:21: Unknown option multiLin, did you mean multiLine?; for json there are"
                + " format, ")
        .contains("schemaHints");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read_files('s3://bucket/p', format => 'csv', inferSchema => true)",
        "read_files('s3://bucket/p', format => 'csv', inferColumnTypes => false, inferSchema =>"
            + " false)",
        "read_files('s3://bucket/p', schema => 'a INT', inferSchema => false)",
        "cloud_files('s3://bucket/p', 'csv', map('inferSchema', 'true'))",
        "cloud_files('s3://bucket/p', 'csv', map('inferschema', 'false'))",
      })
  void passesOverTheInferenceOfSparksReadersAsAutoLoaderDoes(String files) {
    assertThat(Translations.problems("CREATE STREAMING TABLE t AS SELECT * FROM STREAM " + files))
        .isEmpty();
  }

  @Test
  void saysWhichOptionMakesColumnsTextsWhereTheOneOfSparksReadersWouldNot() {
    assertThat(
            Translations.problems(
                "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3://bucket/p',\n"
                    + "  format => 'csv', inferSchema => false);"))
        .containsExactly(
            "test.sql:2:20: Option inferSchema has no effect: write inferColumnTypes => false for"
                + " columns of texts");
  }

  @Test
  void refusesCycles() {
    assertProblem(
        "CREATE STREAMING TABLE a AS SELECT * FROM STREAM b;\n"
            + "CREATE STREAMING TABLE b AS SELECT * FROM STREAM a;",
        "test.sql:1:24: Cycle: a reads b reads a");
    assertProblem(
        "CREATE MATERIALIZED VIEW a AS SELECT * FROM a;", "test.sql:1:26: Cycle: a reads a");
  }

  @Test
  void refusesStreamsOfWhatIsNoStream() {
    assertProblem(
        RAW
            + "\nCREATE MATERIALIZED VIEW m AS SELECT * FROM raw;"
            + "\nCREATE STREAMING TABLE t AS SELECT * FROM STREAM m;",
        "test.sql:3:50: Cannot read materialized view m as a stream: an update may change any of its"
            + " rows; read it without STREAM or make it a STREAMING TABLE");
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE m AS SELECT lang, count(*) AS n FROM STREAM raw GROUP BY lang;"
            + "\nCREATE STREAMING TABLE t AS SELECT * FROM STREAM m;",
        "test.sql:3:50: Cannot read m as a stream: it aggregates, so an update changes rows; read it"
            + " without STREAM");
    assertProblem(
        RAW
            + "\nCREATE TEMPORARY VIEW v AS SELECT * FROM raw;"
            + "\nCREATE STREAMING TABLE t AS SELECT * FROM STREAM v;",
        "test.sql:3:29: Streaming table t reads no stream: read its source as STREAM, or make it a"
            + " MATERIALIZED VIEW",
        "test.sql:3:50: View v is not a streaming view: read it without STREAM, or use STREAM in the"
            + " view");
  }

  @Test
  void refusesConstraintsThatCannotHold() {
    assertProblem(
        RAW
            + """

            CREATE STREAMING TABLE t (
              CONSTRAINT a EXPECT (langg = 'en'),
              CONSTRAINT A EXPECT (count(*) > 0),
              CONSTRAINT b EXPECT (id IN (SELECT id FROM raw))
            ) AS SELECT id, lang FROM STREAM raw;
            """,
        "test.sql:3:24: Unknown column langg; did you mean lang?",
        "test.sql:4:14: Duplicate constraint A of t",
        "test.sql:4:24: Cannot aggregate in a constraint: it is about one row",
        "test.sql:5:24: Unsupported subquery in a constraint");
  }

  @Test
  void refusesDeclaredColumnsThatAreNotThere() {
    assertProblem(
        RAW + "\nCREATE STREAMING TABLE t (idd BIGINT) AS SELECT id FROM STREAM raw;",
        "test.sql:2:24: Declared column idd is not in the query; did you mean id?",
        "test.sql:2:24: Column id of the query is not declared; there are idd");
    assertThat(
            Translations.problems(
                RAW + "\nCREATE STREAMING TABLE t (id TEXT) AS SELECT id FROM STREAM raw;"))
        .singleElement()
        .asString()
        .startsWith(
            "test.sql:2:30: Cannot read type 'TEXT': at character 1: type TEXT does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count(DISTINCT id) AS n | Cannot keep count(DISTINCT ...) of a stream up incrementally: use approx_count_distinct",
        "stddev(id) AS n | Cannot keep stddev of a stream up incrementally: use a MATERIALIZED VIEW",
        "collect_list(id) AS n | Cannot keep collect_list of a stream up incrementally",
        "id | Column id is neither grouped nor aggregated: add it to GROUP BY",
      })
  void refusesAggregatesWithoutBoundedState(String item, String expected) {
    List<String> problems =
        Translations.problems(
            RAW
                + "CREATE STREAMING TABLE t AS SELECT lang, "
                + item
                + " FROM STREAM raw GROUP BY lang");
    assertThat(problems).singleElement().asString().contains(expected);
  }

  @Test
  void refusesAggregationsWithinAStreamingQuery() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t AS SELECT * FROM (SELECT lang, count(*) AS n FROM STREAM raw"
            + " GROUP BY lang) WHERE n > 1;",
        "test.sql:2:44: Cannot keep an aggregation within a query over a stream up incrementally:"
            + " aggregate in the outermost SELECT, or use a MATERIALIZED VIEW");
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t AS SELECT lang, count(*) AS n FROM STREAM raw GROUP BY lang"
            + " HAVING count(*) > 1;",
        "test.sql:2:93: Cannot keep HAVING of a stream up incrementally: a group may come back;"
            + " filter in a MATERIALIZED VIEW that reads this table");
  }

  @Test
  void refusesWhatHasNoCounterpartHere() {
    assertProblem(
        "SELECT 1;",
        "test.sql:1:1: Cannot run a query without a table: write CREATE OR REFRESH MATERIALIZED VIEW name AS SELECT ...");
    assertProblem(
        RAW
            + "\nCREATE MATERIALIZED VIEW t LOCATION 's3://x' SCHEDULE EVERY 1 HOUR AS SELECT id FROM raw;",
        "test.sql:2:28: Unsupported clause LOCATION: the lake gives every table its folder; leave it out",
        "test.sql:2:46: Unsupported clause SCHEDULE: a table is updated when its sources have new rows");
  }

  @Test
  void pointsIntoTheTextBeforeParametersWerePutIn() {
    assertThatThrownBy(
            () ->
                Pipeline.load(
                    List.of(
                        new SqlFile(
                            "p.sql",
                            "-- 😀 ${long}\nCREATE STREAMING TABLE t AS SELECT * FROM STREAM"
                                + " read_files('s3://${long}/p', what => 1)")),
                    Map.of("long", "a-bucket-with-a-long-name")))
        .hasMessageStartingWith("p.sql:2:79: Unknown option what");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length(text) | Cannot use length(text) as a condition: it is a number",
        "id AND true | Cannot use id as a condition: it is a number",
        "NOT day | Cannot use day as a condition: it is a date or timestamp",
        "\"abc\" + 1 > 0 | Cannot use a text with +: it is not a number",
        "tags - 1 > 0 | Cannot use an array with -: it is not a number",
        "id > array(1) | Cannot compare a number with an array",
        "flag = 1 | Cannot compare a boolean with a number",
        "day > id | Cannot compare a date or timestamp with a number"
      })
  void refusesTypesThatDoNotFit(String condition, String expected) {
    String typed =
        "CREATE STREAMING TABLE raw (id BIGINT, text STRING, day DATE, tags ARRAY<STRING>, flag"
            + " BOOLEAN) AS SELECT * FROM STREAM read_files('s3://src');\n"
            + "CREATE STREAMING TABLE t AS SELECT * FROM STREAM raw WHERE "
            + condition;
    assertThat(Translations.problems(typed)).singleElement().asString().endsWith(": " + expected);
  }

  @Test
  void acceptsTypesThatSparkConverts() {
    assertProblem(
        "CREATE STREAMING TABLE raw (id BIGINT, text STRING, day DATE, flag BOOLEAN) AS SELECT *"
            + " FROM STREAM read_files('s3://src');\n"
            + "CREATE STREAMING TABLE t AS SELECT * FROM STREAM raw WHERE id != '' AND text > 5 AND"
            + " day >= '2024-01-01' AND flag AND flag = 'true' AND id + '1' > 0 AND text < day"
            + " AND if(flag, flag, NOT flag)");
  }

  @Test
  void wantsColumnsByName() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t;\nCREATE FLOW f AS INSERT INTO t SELECT id FROM STREAM raw;",
        "test.sql:3:18: Cannot insert by position: write INSERT INTO t BY NAME");
  }

  @Test
  void tellsUnclosedTexts() {
    assertProblem(
        "CREATE MATERIALIZED VIEW t AS SELECT 'a AS x;",
        "test.sql:1:38: Cannot read text: the quote ' is not closed");
  }

  @Test
  void tellsNothingMoreOfATableWhoseStatementCannotBeRead() {
    assertThat(
            Translations.problems(
                """
                CREATE STREAMING TABLE a AS SELECT (id FROM STREAM read_files('s3://src/');
                CREATE STREAMING TABLE b AS SELECT id, nope FROM STREAM a
                CREATE STREAMING TABLE c AS SELECT id FORM STREAM b;
                CREATE MATERIALIZED VIEW d AS SELECT id FROM c JOIN e USING (id);
                CREATE STREAMING TABLE f AS SELECT id FROM STREAM read_fils('s3://src/');
                """))
        .containsExactly(
            "test.sql:1:40: Cannot read statement: 'FROM' is not possible here",
            "test.sql:3:1: Cannot read statement: 'CREATE' is not possible here: is a semicolon"
                + " missing before it?",
            "test.sql:4:53: Unknown table e; there are d, f; rows of a table elsewhere are read from S3"
                + " with read_files",
            "test.sql:5:51: Unknown table function read_fils; did you mean read_files?");
    assertThat(
            Translations.problems("CREATE STREAMING TABLE c AS SELECT id FORM STREAM b WHERE x;"))
        .containsExactly(
            "test.sql:1:44: Cannot read statement: 'STREAM' is not possible here; did you mean FROM"
                + " by FORM?");
  }

  @Test
  void knowsTheColumnsOfFilesThatAreDeclaredAndTheTypesOfThoseThatAreHinted() {
    assertThat(
            Translations.problems(
                """
                CREATE STREAMING TABLE a AS SELECT *, _metadata.file_name AS f, idd FROM STREAM
                  read_files('s3://src/', schema => 'id BIGINT, lang STRING');
                CREATE STREAMING TABLE b AS SELECT id, langg, _metadata FROM STREAM
                  read_files('s3://src/', schema => 'id BIGINT, lang STRING');
                CREATE STREAMING TABLE c AS SELECT _metadata, x FROM STREAM b;
                CREATE STREAMING TABLE h AS SELECT * FROM STREAM
                  read_files('s3://src/', schemaHints => 'lang STRING, u.n INT');
                CREATE STREAMING TABLE i AS SELECT anything FROM STREAM h WHERE lang;
                """))
        .containsExactly(
            "test.sql:1:65: Unknown column idd; did you mean id?",
            "test.sql:3:40: Unknown column langg; did you mean lang?",
            "test.sql:5:47: Unknown column x; there are id, langg, _metadata",
            "test.sql:8:65: Cannot use lang as a condition: it is a text");
  }

  @Test
  void refusesWhatSparkWouldAnswerOtherwise() {
    assertThat(
            Translations.problems(
                """
                CREATE MATERIALIZED VIEW t AS SELECT
                  regexp_extract(s, '[0-9]+') AS a,
                  regexp_extract(s, '([0-9])', 2) AS b,
                  s RLIKE '(?i)\u00e9' AS c,
                  regexp_replace(s, 'a', '${x}') AS d,
                  trunc(s, 'DAY') AS e,
                  date_format(s, 'u') AS f,
                  format_string('%e', s) AS g,
                  from_json(s, 'a INT', map('modee', 'x')) AS h,
                  from_json(s, 'a INT', map('mode', 'FAILFAST')) AS i,
                  upper(s AS x) AS j
                FROM raw;
                CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('s3://src');
                """
                    .replace("${x}", "$" + "{x}")))
        .hasSize(10);
  }

  @Test
  void tellsThatCommandsOfNotebooksAreNoSql() {
    assertProblem(
        "%python\nprint(1)\n-- COMMAND ----------\n" + RAW,
        "test.sql:1:1: Cannot read statement: a notebook's command such as %md or %python is no SQL;"
            + " leave it out");
  }

  @Test
  void saysWhereJsonIsMalformedThatASchemaIsMadeOf() {
    assertProblem(
        "CREATE MATERIALIZED VIEW t AS SELECT schema_of_json('{\"b\": [1, ') AS s",
        "test.sql:1:53: Cannot read JSON '{\"b\": [1, ': it is malformed at character 11");
  }

  @Test
  void refusesConstraintsThatAViewCannotHold() {
    assertProblem(
        RAW
            + """
              CREATE TEMPORARY VIEW v (
                CONSTRAINT a EXPECT (nope > 0) ON VIOLATION DROP ROW,
                CONSTRAINT b EXPECT (id > 0) ON VIOLATION QUARANTINE ROW
              ) AS SELECT id FROM raw;
              CREATE MATERIALIZED VIEW t AS SELECT * FROM v;
              """,
        "test.sql:2:24: Unknown column nope; there are id",
        "test.sql:3:32: Unsupported QUARANTINE ROW of view v: a view has no table beside it; put the"
            + " constraint on the table that reads it");
  }

  @Test
  void refusesATableWhereAnotherTablesQuarantineIs() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE s (CONSTRAINT c EXPECT (id > 0) ON VIOLATION QUARANTINE ROW)"
            + " AS SELECT * FROM STREAM raw;\n"
            + "CREATE STREAMING TABLE S_Quarantine AS SELECT * FROM STREAM raw;",
        "test.sql:3:24: Cannot create S_Quarantine: rows that break rules of s at test.sql:2:24 go to"
            + " a table of that name; give this one another");
  }

  @Test
  void tellsTablesOfOneNameInSeveralSchemasApart() {
    assertProblem(
        "CREATE STREAMING TABLE silver.posts AS SELECT * FROM STREAM bronze.posts;\n"
            + "CREATE STREAMING TABLE main.gold.posts AS SELECT * FROM STREAM silver.posts;",
        "test.sql:1:61: Unknown table bronze.posts: the pipeline makes silver.posts at test.sql:1:24;"
            + " name that, or give it another last name and read the rows of bronze.posts from S3 with"
            + " read_files",
        "test.sql:2:24: Duplicate table posts: silver.posts at test.sql:1:24 has the same last name,"
            + " by which tables are known here; give one of them another");
  }

  @Test
  void aTableOfTheSameNameInAnotherSchemaIsNoCycle() {
    assertProblem(
        "CREATE STREAMING TABLE posts AS SELECT * FROM STREAM samples.social.posts;\n"
            + "CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM posts;",
        "test.sql:1:54: Unknown table samples.social.posts: no statement of this pipeline makes it,"
            + " and a query reads the pipeline's own tables and files only; have its rows written to"
            + " S3 and read them with read_files");
  }

  @Test
  void saysWhatTakesRowsInOnce() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t;\n"
            + "CREATE FLOW backfill AS INSERT INTO ONCE t BY NAME SELECT id FROM STREAM raw;",
        "test.sql:3:37: Unsupported clause ONCE: leave it out and read the source as STREAM, which"
            + " takes each row in once");
  }

  @Test
  void asksForTheCommaBetweenColumns() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t (id BIGINT\n  text STRING) AS SELECT id, text FROM STREAM raw;",
        "test.sql:3:3: Cannot read the columns: is a comma missing before text?");
  }

  @Test
  void saysWhatToWriteForGeneratedColumnsOnce() {
    assertProblem(
        RAW
            + "\nCREATE STREAMING TABLE t (id BIGINT, ${more}) AS SELECT id FROM STREAM raw;\n"
            + "CREATE MATERIALIZED VIEW m (k BIGINT GENERATED BY DEFAULT AS IDENTITY, n INT) AS"
            + " SELECT n FROM t; SET more = n INT GENERATED ALWAYS AS (abs(id) + 1);",
        "test.sql:2:38: Unsupported clause GENERATED: leave it out and write abs(id) + 1 AS n in the"
            + " query",
        "test.sql:3:38: Unsupported clause GENERATED: nothing counts rows here; take a column of the"
            + " source for a key, or uuid() in the query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          'bucket/in', schemaHints => 'a INT'   | 'bucket/in'
          'bucket/in'                           | 'bucket/in/new/'
          'bucket/in/2024-*/'                   | 'bucket/in/2024-01/'
          'bucket/in', pathGlobFilter => 'a*'   | 'bucket/in', pathGlobFilter => '*.json'
          'bucket/in', pathGlobFilter => '*.gz' | 'bucket/in', pathGlobFilter => '*.json.gz'
          """)
  void refusesTwoStreamsOfOneQueryThatMayReadOneFile(String one, String other) {
    assertThat(Translations.problems(twoStreams(one, other)))
        .singleElement(as(STRING))
        .startsWith("test.sql:2:32: Cannot read files of 's3://bucket/in")
        .endsWith("write two flows (CREATE FLOW), or part the files with pathGlobFilter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          'bucket/in'                            | 'bucket/in'
          'bucket/in'                            | 'bucket/inner'
          'bucket/in/a-*/'                       | 'bucket/out/a-*/'
          'bucket/in', pathGlobFilter => '*.csv' | 'bucket/in', pathGlobFilter => '*.json'
          """)
  void takesStreamsOfOneQueryThatShareNoFile(String one, String other) {
    assertThat(Translations.problems(twoStreams(one, other))).isEmpty();
  }

  private static String twoStreams(String one, String other) {
    String files = "SELECT * FROM STREAM read_files(%s)";
    return "CREATE STREAMING TABLE t AS "
        + files.formatted(one.replaceFirst("'", "'s3://"))
        + "\nUNION ALL SELECT * FROM STREAM read_files("
        + other.replaceFirst("'", "'s3://")
        + ");";
  }
}
