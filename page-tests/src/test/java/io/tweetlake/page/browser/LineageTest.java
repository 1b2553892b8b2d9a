package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.tweetlake.report.Lineage.TableNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShowcaseExtension.class)
class LineageTest {
  private final Showcase showcase;

  LineageTest(Showcase showcase) {
    this.showcase = showcase;
  }

  @Test
  void everyNodeHasItsTypeStatusDurationAndRows() {
    try (View view = View.of(showcase)) {
      for (TableNode table : showcase.report().tables()) {
        var node = view.node(table.name());
        assertThat(node.locator(".name")).hasText(table.name());
        assertThat(node.locator(".kind")).hasText("streaming table");
        assertThat(node.locator(".written")).hasText("▲ " + grouped(table.rowsWritten()));
        assertThat(node.locator(".dropped"))
            .hasText("▽ " + grouped(table.rowsDropped() + table.rowsQuarantined()));
        assertThat(
                node.locator(".dot.s-" + (table.name().equals("strict") ? "failed" : "completed")))
            .hasCount(1);
        if (table.lastUpdate().isPresent()) {
          assertThat(node.locator(".took")).containsText("s");
        }
      }
      assertThat(view.node("posts").locator(".written")).hasText("▲ 1,001");
      assertThat(view.node("tweet-sentiment").locator(".written")).containsText("lexicon");
      assertThat(view.find("#graph path.edge")).hasCount(7);
    }
  }

  @Test
  void theNodeInWorkShowsItAndItsArrowsMove() {
    try (View view = View.blank(showcase, View.options(1600, 1000, ColorScheme.LIGHT))) {
      view.page()
          .route(
              "**/api/report",
              route -> {
                var answer = route.fetch();
                route.fulfill(
                    new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(
                            answer
                                .text()
                                .replaceFirst(
                                    "\"kind\":\"streaming_table\",\"status\":\"completed\"",
                                    "\"kind\":\"streaming_table\",\"status\":\"running\"")));
              });
      view.show(showcase.uri());

      assertThat(view.node("bronze").locator(".dot.s-running")).hasCount(1);
      assertThat(view.find("#graph path.edge.hot")).hasCount(1);
    }
  }

  @Test
  void aTableThatIsChosenShowsItsQuality() {
    TableNode silver = table("silver");
    try (View view = View.of(showcase)) {
      view.node("silver").click();

      assertThat(view.find("#detail h3").first()).hasText("silver");
      assertThat(view.find("#detail .ring .pct"))
          .hasText(percent(silver.rowsWritten(), silver.rowsIn()));
      assertThat(view.texts("#detail .legend li"))
          .containsExactly(
              "written"
                  + grouped(silver.rowsWritten())
                  + percent(silver.rowsWritten(), silver.rowsIn()),
              "dropped"
                  + grouped(silver.rowsDropped())
                  + percent(silver.rowsDropped(), silver.rowsIn()));
      long failed = silver.expectations().get(0).failed();
      assertThat(view.texts("#detail .expectations tbody tr").get(0))
          .startsWith("valid_languagelang == \"en\"DROP")
          .endsWith(percent(failed, silver.rowsIn()) + grouped(failed));
      assertThat(view.find("#detail .expectations tbody tr")).hasCount(2);

      view.page().getByText("Failures only").click();
      assertThat(view.find("#detail .expectations tbody tr")).hasCount(1);
      assertThat(view.find("#detail svg[aria-label^='Rows of the last']")).isVisible();
    }
  }

  @Test
  void quarantinedRowsAreInTheRing() {
    TableNode places = table("places");
    try (View view = View.of(showcase)) {
      view.node("places").click();

      assertThat(view.texts("#detail .legend li"))
          .anyMatch(item -> item.startsWith("quarantined" + grouped(places.rowsQuarantined())));
      assertThat(places.rowsQuarantined()).isPositive();
    }
  }

  @Test
  void tabsTellSchemaSqlAndVersions() {
    try (View view = View.of(showcase)) {
      view.node("sentiment").click();
      assertThat(view.find("#detail .hint").first()).containsText("The mood of every English post");
      view.find("#tab-schema").click();
      assertThat(view.find("#detail tbody tr").first()).containsText("id");
      assertThat(view.texts("#detail tbody td:first-child")).contains("label", "score", "model_id");
      view.find("#tab-sql").click();
      assertThat(view.find("#detail pre")).containsText("ai_query(\"tweet-sentiment\", text)");
      view.find("#tab-versions").click();
      assertThat(view.find("#detail tbody tr")).hasCount(table("sentiment").updates().size());
      assertThat(view.find("#detail")).containsText("last changed");
      assertThat(view.find("#detail")).containsText("ago");
    }
  }

  @Test
  void aTableThatFailsSaysWhy() {
    try (View view = View.of(showcase)) {
      view.node("strict").click();

      assertThat(view.find("#detail .error")).containsText("no_japanese");
    }
  }

  private TableNode table(String name) {
    return showcase.report().tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static String grouped(long number) {
    return String.format(Locale.UK, "%,d", number);
  }

  static String percent(long part, long whole) {
    return String.format(Locale.UK, "%.1f%%", 100.0 * part / whole).replace(".0%", "%");
  }
}
