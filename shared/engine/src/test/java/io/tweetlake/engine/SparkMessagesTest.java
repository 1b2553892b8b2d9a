package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DuckDB's own errors, as it raises them now. */
class SparkMessagesTest {
  private static DuckDb duckDb;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"), new Failures());
    duckDb.execute("CREATE TABLE r AS SELECT 1 AS x, 'a ''b''' AS t");
  }

  @AfterAll
  static void close() {
    duckDb.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "127::TINYINT + x::TINYINT | [BINARY_ARITHMETIC_OVERFLOW] 127 + 1 is out of range of"
            + " TINYINT. Use try_add to get NULL instead.",
        "2147483647 * (x + 1) | [ARITHMETIC_OVERFLOW] 2 * 2147483647 is out of range of INT."
            + " Use try_multiply to get NULL instead.",
        "-9223372036854775807 - x - 1::BIGINT | [ARITHMETIC_OVERFLOW] -9223372036854775808 - 1 is"
            + " out of range of BIGINT. Use try_subtract to get NULL instead.",
        "-(x::BIGINT - 9223372036854775807 - 2) | [ARITHMETIC_OVERFLOW] The least number of its"
            + " type has no positive one: cast it to a wider type",
        "CAST(sum(9223372036854775807) + sum(x) AS BIGINT) | [ARITHMETIC_OVERFLOW]"
            + " 9223372036854775808 is out of range of BIGINT: use sum(CAST(x AS DECIMAL(38,"
            + " 0))), or try_sum to get NULL instead.",
        "CAST(x + 299 AS TINYINT) | [CAST_OVERFLOW] The value 300 of the type INT cannot be cast to"
            + " TINYINT due to an overflow. Use try_cast to get NULL instead.",
        "CAST(t AS DOUBLE) | [CAST_INVALID_INPUT] The value 'a 'b'' of the type STRING cannot be"
            + " cast to DOUBLE because it is malformed. Use try_cast to get NULL instead."
            + " (column t)",
        "CAST([t] AS INTEGER[]) | [CAST_INVALID_INPUT] The value 'a 'b'' of the type STRING cannot"
            + " be cast to INT because it is malformed. Use try_cast to get NULL instead.",
        "CAST(x + 12.34 AS DECIMAL(3, 2)) | [NUMERIC_VALUE_OUT_OF_RANGE] 13.34 cannot be"
            + " represented as DECIMAL(3,2). Use try_cast to get NULL instead.",
        "CAST(x::DOUBLE * 1e10 AS DECIMAL(5, 1)) | [NUMERIC_VALUE_OUT_OF_RANGE] 10000000000.000000"
            + " cannot be represented as DECIMAL(5,1). Use try_cast to get NULL instead.",
        "make_date(2024, x + 12, 1) | [DATETIME_FIELD_OUT_OF_BOUNDS] There is no such date:"
            + " 2024-13-1",
        "map([x, x], [1, 2]) | [DUPLICATED_MAP_KEY] A map cannot have a key twice",
        "(SELECT i FROM range(3) r(i)) | [SCALAR_SUBQUERY_TOO_MANY_ROWS] A subquery that stands for"
            + " a value gave more than one row: aggregate it, or add LIMIT 1",
        "error('[DIVIDE_BY_ZERO] Division by zero.') | [DIVIDE_BY_ZERO] Division by zero.",
      })
  void saysInSparksWordsWhatDoesNotFit(String expression, String message) {
    assertThatThrownBy(
            () ->
                duckDb.query(
                    "SELECT " + expression + " AS v FROM r",
                    rows -> {
                      rows.next();
                      return rows.getString(1);
                    }))
        .isInstanceOf(EngineException.class)
        .hasMessage(message);
  }

  @Test
  void keepsWhatSparkHasNoWordsFor() {
    assertThat(SparkMessages.of("Out of Memory Error: failed to pin block"))
        .isEqualTo("Out of Memory Error: failed to pin block");
  }
}
