package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static final String BRONZE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      """;

  @AutoClose private final TestLake lake = new TestLake();

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

  private static List<String> countsOfDatasets(UpdateMetrics metrics) {
    return metrics.expectations().stream()
        .map(
            count ->
                "%s.%s %d %d"
                    .formatted(count.dataset(), count.name(), count.passed(), count.failed()))
        .toList();
  }

  private static final String[] FOUR_POSTS = {
    "{\"id\":1,\"lang\":\"en\"}",
    "{\"id\":2,\"lang\":\"de\"}",
    "{\"id\":3,\"lang\":null}",
    "{\"id\":-4,\"lang\":\"en\"}"
  };

  @Test
  void countsARuleOfAViewInTheUpdateOfEachTableThatReadsIt() {
    Updater updater =
        withRows(
            """
            CREATE TEMPORARY STREAMING VIEW clean (
              CONSTRAINT english EXPECT (lang = 'en') ON VIOLATION DROP ROW,
              CONSTRAINT positive EXPECT (id > 0)
            ) AS SELECT id, lang FROM STREAM(bronze);
            CREATE STREAMING TABLE rows (CONSTRAINT positive EXPECT (id > 0) ON VIOLATION DROP ROW)
            AS SELECT id FROM STREAM clean WHERE id < 100;
            CREATE STREAMING TABLE langs AS SELECT lang, count(*) AS n FROM STREAM clean GROUP BY lang;
            """,
            FOUR_POSTS);

    UpdateMetrics rows = updater.update("rows", upstream(), PLENTY).commits().get(0);
    assertThat(countsOfDatasets(rows))
        .containsExactly("clean.english 2 2", "clean.positive 3 1", "rows.positive 1 1");
    assertThat(rows.rowsIn()).as("rows of the table's query").isEqualTo(2);
    assertThat(lake.column("rows", "id")).containsExactly(1L);

    UpdateMetrics langs = updater.update("langs", upstream(), PLENTY).commits().get(0);
    assertThat(countsOfDatasets(langs)).containsExactly("clean.english 2 2", "clean.positive 3 1");
    assertThat(lake.column("langs", "n")).containsExactly(2L);
    assertThat(CommitMetrics.expectations(langs).toString())
        .contains("{\"name\":\"english\",\"dataset\":\"clean\",\"action\":\"DROP\"");

    lake.land("posts/b.gz", "{\"id\":7,\"lang\":\"en\"}", "{\"id\":8,\"lang\":\"fr\"}");
    updater.update("bronze", Wakeup.everything(), PLENTY);
    assertThat(countsOfDatasets(updater.update("langs", upstream(), PLENTY).commits().get(0)))
        .as("of new rows only")
        .containsExactly("clean.english 1 1", "clean.positive 2 0");
    assertThat(lake.column("langs", "n")).containsExactly(3L);
  }

  @Test
  void countsAViewOnceHoweverOftenAQueryReadsItAndHoweverFew() {
    Updater updater =
        withRows(
            """
            CREATE TEMPORARY VIEW clean (
              number, language, CONSTRAINT english EXPECT (language = 'en') ON VIOLATION DROP ROW
            ) AS SELECT id, lang FROM bronze;
            CREATE TEMPORARY VIEW positive (CONSTRAINT up EXPECT (number > 0) ON VIOLATION DROP ROW)
            AS SELECT * FROM clean c;
            CREATE MATERIALIZED VIEW pairs AS
            SELECT a.number FROM positive a JOIN clean b ON a.number = -4 OR b.number > 100 OR
              a.number = b.number LIMIT 1;
            """,
            FOUR_POSTS);

    UpdateMetrics metrics = updater.update("pairs", upstream(), PLENTY).commits().get(0);

    assertThat(countsOfDatasets(metrics)).containsExactly("clean.english 2 2", "positive.up 1 1");
    assertThat(lake.column("pairs", "number")).containsExactly(1L);
  }

  @Test
  void failsTheUpdateForARowOfAViewThatIsNotReadFurther() {
    Updater updater =
        withRows(
            """
            CREATE TEMPORARY STREAMING VIEW strict (
              CONSTRAINT english EXPECT (lang = 'en') ON VIOLATION FAIL UPDATE
            ) AS SELECT id AS number, lang FROM STREAM(bronze);
            CREATE STREAMING TABLE t AS SELECT number FROM STREAM strict WHERE number = 1;
            """,
            FOUR_POSTS);

    assertThatThrownBy(() -> updater.update("t", upstream(), PLENTY))
        .isInstanceOf(ExpectationViolationException.class)
        .hasMessageContaining("Violated expectations: 'english'. Input data: '{\"id\":2,")
        .hasMessageContaining("Output record: '{\"number\":2,\"lang\":\"de\"}'");
    assertThat(lake.exists("t")).isFalse();
  }

  @Test
  void namesTheRuleOfAViewThatCannotBeEvaluated() {
    Updater updater =
        withRows(
            """
            CREATE TEMPORARY STREAMING VIEW odd (CONSTRAINT whole EXPECT (CAST(lang AS INT) > 0))
            AS SELECT id, lang FROM STREAM(bronze);
            CREATE STREAMING TABLE t AS SELECT id FROM STREAM odd;
            """,
            FOUR_POSTS);

    assertThatThrownBy(() -> updater.update("t", upstream(), PLENTY))
        .hasMessageStartingWith("Cannot evaluate rule whole: ")
        .hasMessageContaining("{\"id\":1,\"lang\":\"en\"}");
  }

  @Test
  void countsTheRulesOfAViewThatChangesAreReadFrom() {
    Updater updater =
        withRows(
            """
            CREATE TEMPORARY STREAMING VIEW clean (
              CONSTRAINT known EXPECT (lang IS NOT NULL) ON VIOLATION DROP ROW
            ) AS SELECT abs(id) AS id, lang, id AS at FROM STREAM(bronze);
            CREATE STREAMING TABLE latest;
            CREATE FLOW changes AS AUTO CDC INTO latest FROM STREAM(clean) KEYS (lang) SEQUENCE BY at
            STORED AS SCD TYPE 1;
            """,
            FOUR_POSTS);

    UpdateMetrics metrics = updater.update("latest", upstream(), PLENTY).commits().get(0);

    assertThat(countsOfDatasets(metrics)).containsExactly("clean.known 3 1");
    assertThat(lake.column("latest", "id")).containsExactlyInAnyOrder(1L, 2L);
  }
}
