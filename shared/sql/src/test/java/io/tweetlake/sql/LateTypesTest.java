package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Types of columns that only the files' data tells are Spark's, or are refused with their place.
 */
class LateTypesTest {
  private static final FoundColumns COLUMNS =
      new FoundColumns(
          "small TINYINT, whole INT, big BIGINT, price DECIMAL(10, 2), ratio FLOAT, flag BOOLEAN,"
              + " day DATE, at TIMESTAMP, name STRING, words ARRAY<STRING>");
  private static final String ROW =
      "CREATE TABLE raw AS SELECT 127::TINYINT AS small, 7 AS whole, 12345678901 AS big,"
          + " 12.34::DECIMAL(10, 2) AS price, 1.5::FLOAT AS ratio, true AS flag,"
          + " DATE '2024-02-09' AS day, TIMESTAMPTZ '2024-02-09 03:04:05+00' AS at, 'x' AS name,"
          + " ['a'] AS words";

  private static DuckDbWitness duckDb;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = DuckDbWitness.open();
    duckDb.execute(ROW);
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  private static Table bound(String expression) {
    return COLUMNS.bind(
        FoundColumns.table(
            FoundColumns.INFERRED,
            "CREATE MATERIALIZED VIEW t AS SELECT " + expression + " AS x FROM raw"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT ratio AS x FROM raw UNION ALL SELECT whole FROM raw | DOUBLE",
        "SELECT whole AS x FROM raw UNION SELECT price FROM raw | DECIMAL(12,2)",
        "SELECT big AS x FROM raw EXCEPT SELECT price FROM raw | DECIMAL(22,2)",
        "SELECT whole AS x FROM raw UNION ALL SELECT big FROM raw | BIGINT",
      })
  void unitedColumnsHaveSparksType(String query, String type) throws SQLException {
    Table table =
        COLUMNS.bind(
            FoundColumns.table(FoundColumns.INFERRED, "CREATE MATERIALIZED VIEW t AS " + query));
    assertThat(duckDb.rows("SELECT DISTINCT typeof(x) FROM (" + FoundColumns.sql(table) + ")"))
        .containsExactly(type);
  }

  @Test
  void unitedStreamsAreReadAsTheyAreWhereTypesAgree() {
    Table table =
        COLUMNS.bind(
            FoundColumns.table(
                FoundColumns.INFERRED,
                "CREATE STREAMING TABLE t AS SELECT whole AS x FROM STREAM raw UNION ALL SELECT big"
                    + " FROM STREAM raw"));
    assertThat(FoundColumns.sql(table)).doesNotContain("CAST", "united");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small + 1 | INTEGER | 128",
        "1 - small | INTEGER | -126",
        "-small | TINYINT | -127",
        "whole + ratio | DOUBLE | 8.5",
        "big - ratio | DOUBLE | 12345678899.5",
        "price + 1 | DECIMAL(11,2) | 13.34",
        "price * price | DECIMAL(21,4) | 152.2756",
        "price * whole | DECIMAL(21,2) | 86.38",
        "price % 5 | DECIMAL(3,2) | 2.34",
        "price DIV 5 | BIGINT | 2",
        "CAST(name = 'y' AS INT) | INTEGER | 0",
        "coalesce(small, 1) | INTEGER | 127",
        "coalesce(big, 2.5) | DECIMAL(21,1) | 12345678901.0",
        "greatest(whole, ratio) | DOUBLE | 7.0",
        "day + INTERVAL '1' MONTH * 2 | DATE | 2024-04-09",
        "day - INTERVAL 1 DAY * whole | TIMESTAMP WITH TIME ZONE | 2024-02-02 00:00:00+00",
        "at + (at - day) | TIMESTAMP WITH TIME ZONE | 2024-02-09 06:08:10+00",
        "sum(price) OVER () | DECIMAL(20,2) | 12.34",
        "avg(price) OVER () | DECIMAL(14,6) | 12.340000",
        "sum(big) OVER () | BIGINT | 12345678901",
        "whole <> '' | BOOLEAN | true",
        "round(price) | DECIMAL(9,0) | 12",
        "round(price, 1) | DECIMAL(10,1) | 12.3",
        "ceil(price) | DECIMAL(9,0) | 13",
        "floor(ratio) | BIGINT | 1",
        "floor(big, -1) | DECIMAL(21,0) | 12345678900",
        "pmod(price, 5) | DECIMAL(3,2) | 2.34",
        "try_add(price, 1) | DECIMAL(11,2) | 13.34",
        "nanvl(ratio, whole) | DOUBLE | 1.5",
        "ratio = 1.5 | BOOLEAN | true",
        "ratio > 1.49999999999 | BOOLEAN | true",
        "(whole, name) = (7, 'x') | BOOLEAN | true",
        "struct(whole) = struct(small) | BOOLEAN | false",
        "sequence(day, day + 1) | DATE[] | '[2024-02-09, 2024-02-10]'",
      })
  void resultsHaveSparksTypes(String expression, String type, String value) throws SQLException {
    String sql = FoundColumns.sql(bound(expression));
    assertThat(duckDb.rows("SELECT typeof(x), CAST(x AS VARCHAR) FROM (" + sql + ")"))
        .as(sql)
        .containsExactly(type + "|" + value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "flag = 'x' | test.sql:2:45: Cannot compare a boolean with 'x', which does not spell one",
        "day < 'x' | test.sql:2:44: Cannot compare a date or timestamp with 'x', which does not"
            + " spell one",
        "at IN ('never') | test.sql:2:45: Cannot compare a date or timestamp with 'never', which"
            + " does not spell one",
        "whole IN (1, 'x') | test.sql:2:51: Cannot look for 'x' among numbers: write the numbers"
            + " as texts too",
        "ratio DIV 2 | test.sql:2:38: Cannot use div with a DOUBLE or FLOAT: use floor(a / b), or"
            + " cast both",
        "array_contains(words, 1) | test.sql:2:60: Cannot use a number with an array of which each"
            + " element is a text in array_contains: cast one of them",
        "get_json_object(words, '$.a') | test.sql:2:54: Cannot use an array in get_json_object: it"
            + " takes a text: name a field or an element, or use to_json",
        "greatest(whole, flag) | test.sql:2:54: Cannot compare a number and a boolean",
        "nullif(flag, whole) | test.sql:2:51: Cannot compare a boolean with a number",
        "abs(flag) | test.sql:2:42: Cannot use a boolean in abs: it takes a number",
        "md5(whole) | test.sql:2:42: Cannot use a number in md5: it takes a text or BINARY: cast it"
            + " to STRING",
        "TRY_CAST(whole AS DATE) | test.sql:2:47: Cannot cast a number to DATE: use"
            + " date_from_unix_date for days, timestamp_seconds for seconds",
        "TRY_CAST(day AS BIGINT) | test.sql:2:47: Cannot cast a date to BIGINT: use unix_date for"
            + " its days from 1970-01-01",
        "date_add(day, price) | test.sql:2:52: Cannot use DECIMAL(10, 2) in date_add: it takes a"
            + " whole number of days; cast it to INT",
        "coalesce(struct(whole), struct(big)) | test.sql:2:62: Cannot choose between structs of other"
            + " fields: one has whole, the other big",
        "day + (day - DATE '2024-01-01') | test.sql:2:44: Cannot add (day - DATE '2024-01-01') to a"
            + " date or timestamp: whether it counts months, days or hours cannot be seen here;"
            + " write the interval here, or use date_add, add_months or timestampadd",
      })
  void whatSparkRefusesIsToldWithItsPlace(String expression, String problem) {
    assertThatThrownBy(() -> bound(expression))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessage(problem);
  }

  @Test
  void aModelsAnswerIsNoJson() {
    assertThat(
            Translations.problems(
                "CREATE MATERIALIZED VIEW t AS SELECT get_json_object(ai_query('m', 'x'), '$.label')"
                    + " AS x;"))
        .containsExactly(
            "test.sql:1:54: Cannot use a struct in get_json_object: it takes a text: name a field"
                + " or an element, or use to_json");
  }
}
