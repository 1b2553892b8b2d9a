package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShowcaseExtension.class)
class TablesTest {
  private static final List<String> REFUSED =
      List.of(
          "DROP VIEW silver",
          "CREATE TABLE mine (i INT)",
          "COPY (SELECT 1) TO 'out.csv'",
          "INSERT INTO silver VALUES (1)",
          "ATTACH 'other.db'",
          "SET memory_limit = '10GB'",
          "PRAGMA database_list",
          "SELECT * FROM read_text('/etc/passwd')",
          "SELECT * FROM '/etc/passwd'",
          "SELECT * FROM read_csv('../../pom.xml')",
          "SELECT * FROM glob('/*')",
          "SELECT * FROM read_parquet('s3://other/x.parquet')",
          "SELECT 1; DROP VIEW silver");

  private final Showcase showcase;

  TablesTest(Showcase showcase) {
    this.showcase = showcase;
  }

  @Test
  void aTableCanBeBrowsed() {
    try (View view = View.of(showcase)) {
      view.find("#table-name").selectOption("silver");

      assertThat(view.find("#rows-note")).containsText("silver at version");
      assertThat(view.find("#rows-note")).containsText("200 rows and more");
      assertThat(view.texts("#rows th")).containsExactly("id", "geo", "lang", "text");
    }
  }

  @Test
  void theSliderGoesBackInTime() {
    try (View view = View.of(showcase)) {
      view.find("#table-name").selectOption("languages");
      assertThat(view.find("#rows-note")).containsText("languages at version");
      view.find("#table-version").fill("0");

      assertThat(view.find("#rows-note")).containsText("languages at version 0:");
      assertThat(view.find("#table-version-out")).containsText("0 of ");
      long then = showcase.count("SELECT posts FROM languages VERSION AS OF 0 WHERE lang = 'en'");
      long now = showcase.count("SELECT posts FROM languages WHERE lang = 'en'");
      assertThat(then).isLessThan(now);
      assertThat(view.row("en")).hasText("en" + then);
    }
  }

  @Test
  void aQueryIsAnswered() {
    try (View view = View.of(showcase)) {
      ask(view, "SELECT count(*) AS n, 'x' AS t FROM sentiment");

      assertThat(view.find("#rows-note")).hasText("Result: 1 rows");
      assertThat(view.texts("#rows td").get(0))
          .isEqualTo(Long.toString(showcase.count("SELECT count(*) FROM sentiment")));
    }
  }

  @Test
  void whatWritesOrReachesOutsideOfTheLakeIsRefused() {
    try (View view = View.of(showcase)) {
      for (String sql : REFUSED) {
        ask(view, "SELECT 'before' AS state");
        assertThat(view.find("#rows td").first()).hasText("before");
        ask(view, sql);

        assertThat(view.find("#rows .error")).isVisible();
        assertThat(view.find("#rows td")).hasCount(0);
      }
    }
  }

  private static void ask(View view, String sql) {
    view.find("#sql").fill(sql);
    view.page().getByText("Run", new Page.GetByTextOptions().setExact(true)).click();
  }
}
