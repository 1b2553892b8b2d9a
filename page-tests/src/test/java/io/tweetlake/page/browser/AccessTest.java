package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everybody can use the page: by keyboard, screen reader, telephone, and in their own language. */
@ExtendWith(ShowcaseExtension.class)
class AccessTest {
  /** What sticks out of the page; graphs, matrices and rows of tables have bars of their own. */
  private static final String TOO_WIDE =
      """
      () => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')]
          .filter(one => !one.closest('.scroll') && one.getBoundingClientRect().right > innerWidth)
          .map(one => one.cloneNode(false).outerHTML)
      """;

  private final Showcase showcase;

  AccessTest(Showcase showcase) {
    this.showcase = showcase;
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothingToComplainAbout(ColorScheme scheme) throws IOException {
    try (View view = View.of(showcase, 1600, 1000, scheme)) {
      view.node("silver").click();
      view.find("#matrix .cellbox").last().click();

      view.page().evaluate(axe());
      Object violations =
          view.page()
              .evaluate(
                  "async () => (await axe.run()).violations.map(rule =>"
                      + " rule.id + ': ' + rule.nodes.map(node => node.html).join(' '))");
      assertThat((List<?>) violations).isEmpty();
    }
  }

  /** The script alone: what wraps it in Java needs Selenium too. */
  private static String axe() throws IOException {
    try (InputStream script = AccessTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    }
  }

  @Test
  void followsTheSystemsThemeAndRemembersAnother() {
    try (View view = View.of(showcase, 1600, 1000, ColorScheme.DARK)) {
      assertThat(view.find("html")).hasAttribute("data-theme", "dark");
      view.find("#theme").click();
      assertThat(view.find("html")).hasAttribute("data-theme", "light");
      view.page().reload();
      assertThat(view.find("html")).hasAttribute("data-theme", "light");
    }
  }

  @Test
  void everythingCanBeReachedAndPressedByKeyboard() {
    try (View view = View.of(showcase)) {
      view.page().keyboard().press("Tab");
      assertThat(view.find(".skip")).isFocused();
      view.node("places").focus();
      view.page().keyboard().press("Enter");
      assertThat(view.find("#detail h3").first()).hasText("places");
      assertThat(view.node("places")).isFocused();
      view.find("#tab-quality").focus();
      view.page().keyboard().press("ArrowRight");
      assertThat(view.find("#tab-schema")).isFocused();
      assertThat(view.find("#tab-schema")).hasAttribute("aria-selected", "true");
      view.find("#cloud text").first().focus();
      view.page().keyboard().press("Space");
      assertThat(view.find("#cloud text").first()).hasAttribute("aria-pressed", "true");
      view.find("#matrix .cellbox").first().focus();
      view.page().keyboard().press("Enter");
      assertThat(view.find("#cell h3")).isVisible();
    }
  }

  @Test
  void narrowScreensNeedNoScrollingToTheSide() {
    try (View view = View.of(showcase, 360, 740, ColorScheme.LIGHT)) {
      assertThat((List<?>) view.page().evaluate(TOO_WIDE)).isEmpty();
      view.node("silver").click();
      assertThat(view.find("#detail .ring")).isVisible();
      assertThat((List<?>) view.page().evaluate(TOO_WIDE)).isEmpty();
    }
  }

  @Test
  void theLayoutDoesNotJump() {
    try (View view = View.of(showcase)) {
      view.page().waitForTimeout(300);
      // what Google's Core Web Vitals call good
      assertThat(view.layoutShift()).isLessThan(0.1);
    }
  }

  @Test
  void timesAreTheViewersWithUtcOnHoverAndNumbersToo() {
    var options =
        View.options(1600, 1000, ColorScheme.LIGHT)
            .setLocale("de-DE")
            .setTimezoneId("America/New_York");
    try (View view = View.of(showcase, options)) {
      assertThat(view.node("posts").locator(".written")).hasText("▲ 1.001");
      var made = view.find("#made time");
      assertThat(made)
          .hasAttribute("title", Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT.*Z \\(UTC\\)$"));
      String shown = made.textContent();
      String expected =
          (String)
              made.evaluate(
                  "time => new Intl.DateTimeFormat('de-DE', {dateStyle: 'medium', timeStyle:"
                      + " 'medium', timeZone: 'America/New_York'}).format(new Date(time.dateTime))");
      assertThat(shown).isEqualTo(expected);
    }
  }

  @Test
  void headingsAndLandmarksGuideScreenReaders() {
    try (View view = View.of(showcase)) {
      assertThat(view.texts("h1")).containsExactly("Tweetlake");
      assertThat(view.texts("h2"))
          .isEqualTo(List.of("Lineage", "Moods", "Languages", "Places", "Runs", "Tables"));
      assertThat(view.node("silver"))
          .hasAttribute("aria-label", Pattern.compile("silver, streaming table, completed: .*"));
    }
  }
}
