package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tweetlake.page.browser.LineageTest.grouped;
import static io.tweetlake.page.browser.LineageTest.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Moods;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShowcaseExtension.class)
class MoodsTest {
  private final Showcase showcase;
  private final Moods moods;

  MoodsTest(Showcase showcase) {
    this.showcase = showcase;
    this.moods = showcase.report().moods().orElseThrow();
  }

  @Test
  void sharesAddUpAndOnlyModelsThatAnsweredAreNamed() {
    try (View view = View.of(showcase)) {
      for (String label : new String[] {"POS", "NEU", "NEG"}) {
        long posts = showcase.count("SELECT count(*) FROM sentiment WHERE label = '" + label + "'");
        assertThat(view.find(".share." + label + " strong")).hasText(percent(posts, moods.total()));
        assertThat(view.find(".share." + label + " small")).hasText(grouped(posts));
      }
      assertThat(view.find("#models"))
          .hasText(
              grouped(moods.total()) + " posts scored by " + String.join(", ", moods.models()));
      assertThat(moods.models()).hasSize(1);
    }
  }

  @Test
  void theFifteenMostPositivePostsAreListed() {
    try (View view = View.of(showcase)) {
      assertThat(view.find("#top tbody tr")).hasCount(15);
      assertThat(view.texts("#top tbody td:nth-child(3)")).containsOnly("POS");
      assertThat(view.texts("#top tbody td:nth-child(1)")).containsOnly("en");
      assertThat(view.texts("#top tbody td:nth-child(4)").stream().map(Double::valueOf))
          .isSortedAccordingTo((one, other) -> Double.compare(other, one));
    }
  }

  @Test
  void aPostThatHoldsAScriptIsShownAsText() {
    try (View view = View.of(showcase)) {
      assertThat(view.find("#top").getByText(Showcase.HOSTILE_TEXT)).isVisible();
      assertThat(view.find("#top img, #top script")).hasCount(0);
      assertThat(view.page().evaluate("window.hacked")).isNull();
    }
  }

  @Test
  void aWordOfTheCloudFiltersThePosts() {
    Moods.Word word = moods.words().get(0);
    try (View view = View.of(showcase)) {
      assertThat(view.find("#cloud text")).not().hasCount(0);
      var biggest =
          view.find("#cloud text[aria-label='" + word.word() + ", " + word.count() + " times']");
      biggest.click();

      assertThat(biggest).hasAttribute("aria-pressed", "true");
      assertThat(view.find("#top-h")).containsText("with “" + word.word() + "”");
      assertThat(view.texts("#top tbody td.text"))
          .isNotEmpty()
          .allMatch(text -> text.toLowerCase(Locale.ROOT).contains(word.word()));
      view.page().getByText("all words").click();
      assertThat(view.find("#top tbody tr")).hasCount(15);
      assertThat(view.find("#top-h")).hasText("The most positive posts");
    }
  }

  @Test
  void theCloudHasEmojiAndNeitherLinksNorStopWords() {
    try (View view = View.of(showcase)) {
      assertThat(view.find("#cloud text").first()).isVisible();
      var words = view.texts("#cloud text");
      assertThat(words)
          .hasSizeGreaterThan(30)
          .anyMatch(word -> word.codePoints().anyMatch(point -> point > 0x1F000))
          .noneMatch(word -> word.contains("http") || word.contains("/"))
          .doesNotContain("the", "and", "rt");
      var sizes =
          view.find("#cloud text")
              .evaluateAll("all => new Set(all.map(one => one.style.fontSize)).size");
      assertThat((Integer) sizes).isGreaterThan(2);
    }
  }

  @Test
  void moodsHaveTimesAndLanguages() {
    try (View view = View.of(showcase)) {
      assertThat(view.find("#over-time path.f-POS")).hasCount(1);
      assertThat(view.find("#by-language svg"))
          .hasAttribute("aria-label", Pattern.compile("^en: POS \\d+ NEU \\d+ NEG \\d+"));
      view.find("#over-time rect").first().hover();
      assertThat(view.find("#tip")).containsText("(UTC)");
    }
  }

  @Test
  void languagesAndPlacesOfAllPosts() {
    LakeReport report = showcase.report();
    try (View view = View.of(showcase)) {
      var first = report.languages().get(0);
      assertThat(first.language()).contains("en");
      assertThat(view.find("#language-bars g").first())
          .containsText("English" + grouped(first.posts()));
      long placed = report.places().stream().mapToLong(LakeReport.Place::posts).sum();
      assertThat(placed).isPositive();
      assertThat(view.find("#map")).containsText(grouped(placed) + " posts carry coordinates");
      assertThat(view.find("#map circle.spot")).hasCount(report.places().size());
      assertThat(view.find("#map path.land")).isVisible();
    }
  }
}
