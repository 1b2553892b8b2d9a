package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the very messages that DuckDB has for such queries. */
class QueryProblemTest {
  private static void assertExplained(String sql, String message) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE silver AS SELECT 1 AS id, {'name': 'x'} AS usr, 'en' AS lang");
      String reason = "";
      try {
        statement.execute(sql);
      } catch (SQLException e) {
        reason = e.getMessage();
      }
      assertThat(
              new QueryProblem(sql, List.of("bronze", "silver"), List.of("id", "usr", "lang"))
                  .explain(reason))
          .isEqualTo(message);
    }
  }

  @Test
  void namesWhatIsNotThereWithItsPlaceAndWhatMayBeMeant() throws SQLException {
    assertExplained("SELECT id,\n  lng FROM silver", "2:3: Unknown column lng; did you mean lang?");
    assertExplained(
        "SELECT s.age FROM silver s", "1:10: Unknown column age of s; there are id, usr, lang");
    assertExplained("SELECT usr.nmae FROM silver", "1:12: Unknown field nmae; did you mean name?");
    assertExplained("SELECT * FROM sliver", "1:15: Unknown table sliver; did you mean silver?");
    assertExplained(
        "SELECT lng.x FROM silver", "1:8: Unknown table or column lng; did you mean lang?");
    assertExplained(
        "SELECT uper(lang) FROM silver", "1:8: Unknown function uper; did you mean upper?");
    assertExplained("SELECT quite_other(lang) FROM silver", "1:8: Unknown function quite_other");
  }

  @Test
  void saysHowAQueryWritesWhatAPipelineWritesInSparksWords() throws SQLException {
    String dialects = "; queries are in DuckDB's SQL, pipelines in Spark's: write ";
    assertExplained(
        "SELECT id FROM silver WHERE lang == \"en\"",
        "1:37: Unknown column en; there are id, usr, lang; a text stands in single quotes: 'en'");
    assertExplained(
        "SELECT explode(tags) FROM silver", "1:8: Unknown function explode" + dialects + "unnest");
    assertExplained(
        "SELECT id FROM silver WHERE lang RLIKE 'e'",
        "1:34: Cannot read the query at RLIKE" + dialects + "regexp_matches(text, 'pattern')");
    assertExplained(
        "SELECT id FROM silver LATERAL VIEW explode(x) AS y",
        "1:23: Cannot read the query at LATERAL" + dialects + "FROM t, unnest(t.list) AS u(x)");
  }

  @Test
  void leavesOutTheStatementThatDuckDbShows() throws SQLException {
    assertExplained(
        "SELECT id FROM silver GROUP BY lang",
        "column \"id\" must appear in the GROUP BY clause or must be part of an aggregate function.\n"
            + "Either add it to the GROUP BY list, or use ANY_VALUE(\"id\") if the exact value of"
            + " \"id\" is not important."
            + System.lineSeparator()
            + "The tables are bronze, silver");
  }
}
