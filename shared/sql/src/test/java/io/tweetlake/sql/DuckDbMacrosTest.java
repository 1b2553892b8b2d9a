package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckDbMacrosTest {
  private static final String FILES = " FROM STREAM read_files('s3://bucket/in');";

  @Test
  void areThoseOfTheQueriesWhereTheTypesAreKnown() {
    Pipeline pipeline =
        Translations.load(
            "CREATE STREAMING TABLE t AS SELECT upper(lang) AS lang FROM STREAM"
                + " read_files('s3://bucket/in', schema => 'lang STRING');");

    assertThat(DuckDbMacros.neededBy(pipeline)).hasSizeBetween(1, 30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          to_date(d, 'MM/dd/yyyy') | d DATE               | spark_timestamp
          n - s                    | n DOUBLE, s STRING   | spark_operand
          substring(b, 1, 1)       | b BINARY             | spark_substring_bytes
          s LIKE n                 | s STRING, n BIGINT   | spark_string
          s RLIKE n                | s STRING, n BIGINT   | spark_string
          """)
  void comeWithTheTypesThatAnUpdateFinds(String expression, String columns, String macro) {
    Pipeline pipeline =
        Translations.load("CREATE STREAMING TABLE t AS SELECT " + expression + " AS c" + FILES);
    Table declared = pipeline.table("t").orElseThrow();
    Table bound =
        declared.bind(declared.flows().get(0), Map.of("files", StructType.parse(columns)));

    List<String> known = DuckDbMacros.neededBy(pipeline);
    List<String> added = DuckDbMacros.addedBy(declared, bound);

    assertThat(added).noneMatch(known::contains);
    assertThat(bound.flows().get(0).query().duckdbSql()).contains(macro + "(");
    assertThat(known.toString() + added).contains("MACRO " + macro + "(");
    assertThat(DuckDbFunctions.neededBy(pipeline).keySet())
        .isEqualTo(DuckDbFunctions.all().keySet());
  }
}
