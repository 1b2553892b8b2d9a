package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationsTest {
  private static final String BRONZE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      """;

  @TempDir Path directory;
  private TestLake lake;

  @BeforeEach
  void start() {
    lake = new TestLake(directory);
  }

  @AfterEach
  void stop() {
    lake.close();
  }

  private Updater withRows(String sql, String... lines) {
    Updater updater = lake.updater(BRONZE + sql);
    lake.land("posts/a.gz", lines);
    updater.update("bronze", Wakeup.everything(), PLENTY);
    return updater;
  }

  private static String checked(String constraints) {
    return """
        CREATE OR REFRESH STREAMING TABLE checked (%s)
        AS SELECT id, lang, text FROM STREAM(bronze);
        """
        .formatted(constraints);
  }

  private static List<String> counts(UpdateMetrics metrics) {
    return metrics.expectations().stream()
        .map(count -> count.name() + " " + count.passed() + " " + count.failed())
        .toList();
  }

  @Test
  void takesNullForAViolationWhateverTheAction() {
    for (String action : List.of("", "DROP ROW", "QUARANTINE ROW", "FAIL UPDATE")) {
      String table = "of" + action.replace(" ", "");
      String sql =
          """
          CREATE OR REFRESH STREAMING TABLE %s (CONSTRAINT english EXPECT (lang == "en") %s)
          AS SELECT id, lang FROM STREAM(bronze);
          """
              .formatted(table, action.isEmpty() ? "" : "ON VIOLATION " + action);
      Updater updater = withRows(sql, "{\"id\":1,\"lang\":\"en\"}", "{\"id\":2,\"lang\":null}");

      if (action.equals("FAIL UPDATE")) {
        assertThatThrownBy(() -> updater.update(table, upstream(), PLENTY))
            .isInstanceOf(ExpectationViolationException.class)
            .hasMessageContaining("Violated expectations: 'english'. Input data: '{\"id\":2,");
        assertThat(lake.exists(table)).isFalse();
        continue;
      }
      UpdateMetrics metrics = updater.update(table, upstream(), PLENTY).commits().get(0);
      assertThat(counts(metrics)).as(action).containsExactly("english 1 1");
      assertThat(lake.column(table, "id"))
          .as(action)
          .isEqualTo(action.isEmpty() ? List.of(1L, 2L) : List.of(1L));
    }
    assertThat(lake.column("ofQUARANTINEROW_quarantine", "id")).containsExactly(2L);
  }

  @Test
  void countsEachRuleOverEveryRowWhateverBecomesOfTheRow() {
    Updater updater =
        withRows(
            checked(
                """
                CONSTRAINT english EXPECT (lang == "en") ON VIOLATION DROP ROW,
                CONSTRAINT positive EXPECT (id > 0) ON VIOLATION QUARANTINE ROW,
                CONSTRAINT short EXPECT (length(text) < 3),
                CONSTRAINT small EXPECT (id < 100) ON VIOLATION FAIL UPDATE
                """),
            "{\"id\":1,\"lang\":\"en\",\"text\":\"a\"}",
            "{\"id\":2,\"lang\":\"de\",\"text\":\"long\"}",
            "{\"id\":-3,\"lang\":\"de\",\"text\":\"long\"}",
            "{\"id\":-4,\"lang\":\"en\"}",
            "{\"id\":5,\"lang\":\"en\",\"text\":\"long\"}");

    UpdateMetrics metrics = updater.update("checked", upstream(), PLENTY).commits().get(0);

    assertThat(counts(metrics))
        .containsExactly("english 3 2", "positive 3 2", "short 1 4", "small 5 0");
    assertThat(lake.column("checked", "id")).containsExactly(1L, 5L);
    assertThat(lake.column("checked_quarantine", "id")).containsExactly(-4L, -3L);
    assertThat(metrics.rowsDropped()).isEqualTo(1);
  }

  @Test
  void namesTheRuleThatCannotBeEvaluatedAndTheRow() {
    for (String predicate : List.of("CAST(text AS INT) > 0", "10 / id > 1")) {
      Updater updater =
          withRows(
              checked(
                  "CONSTRAINT fine EXPECT (id IS NOT NULL),"
                      + " CONSTRAINT odd EXPECT (%s) ON VIOLATION DROP ROW".formatted(predicate)),
              "{\"id\":1,\"lang\":\"en\",\"text\":\"7\"}",
              "{\"id\":0,\"lang\":\"en\",\"text\":\"seven\"}");

      assertThatThrownBy(() -> updater.update("checked", upstream(), PLENTY))
          .as(predicate)
          .hasMessageStartingWith("Cannot evaluate rule odd: ")
          .hasMessageContaining("{\"id\":0,\"lang\":\"en\",\"text\":\"seven\"}");
      assertThat(lake.exists("checked")).isFalse();
    }
  }
}
