package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShowcaseExtension.class)
class RunsTest {
  private final Showcase showcase;

  RunsTest(Showcase showcase) {
    this.showcase = showcase;
  }

  @Test
  void thereIsARowForIngestAndForEachTable() {
    try (View view = View.of(showcase)) {
      assertThat(view.texts("#matrix .task"))
          .containsExactly(
              "ingest", "bronze", "silver", "languages", "sentiment", "places", "strict");
      assertThat(view.find("#matrix .runbar")).hasCount(showcase.report().runs().size());
    }
  }

  @Test
  void aCellTellsItsInputAndRows() {
    try (View view = View.of(showcase)) {
      cell(view, "ingest").click();
      assertThat(view.find("#cell h3")).hasText("ingest · completed");
      assertThat(view.find("#cell")).containsText("1,001 rows in 3 files");

      cell(view, "silver").click();
      assertThat(view.find("#cell h3")).hasText("silver · completed");
      // bronze may have taken in several landing files at once
      assertThat(view.find("#cell"))
          .containsText(Pattern.compile("1,001 rows in [1-3] files? from bronze"));
    }
  }

  @Test
  void aFailedCellIsRedAndTellsTheError() {
    try (View view = View.of(showcase)) {
      assertThat(cell(view, "strict").locator("rect")).hasClass("m-failed");
      assertThat(cell(view, "bronze").locator("rect")).hasClass("m-completed");
      assertThat(view.find("#matrix .runbar.failed")).hasCount(1);
      cell(view, "strict").click();
      assertThat(view.find("#cell .error")).containsText("no_japanese");
    }
  }

  private static Locator cell(View view, String task) {
    return view.find("#matrix .cellbox[aria-label^='" + task + ",']").last();
  }
}
