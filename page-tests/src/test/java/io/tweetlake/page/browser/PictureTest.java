package io.tweetlake.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps pictures of the page as artefacts of the build. */
@ExtendWith(ShowcaseExtension.class)
class PictureTest {
  private final Showcase showcase;

  PictureTest(Showcase showcase) {
    this.showcase = showcase;
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void ofThePageWideAndNarrow(ColorScheme scheme) {
    String theme = scheme.name().toLowerCase(Locale.ROOT);
    try (View view = View.of(showcase, 1600, 1000, scheme)) {
      view.node("silver").click();
      view.find("#matrix .cellbox[aria-label^='strict,']").last().click();
      view.page().mouse().move(0, 0);
      view.picture("wide-" + theme);
      for (String panel : new String[] {"lineage", "moods", "runs"}) {
        view.picture(panel + "-" + theme, "#" + panel);
      }
    }
    try (View view = View.of(showcase, 390, 844, scheme)) {
      view.picture("narrow-" + theme);
    }
    assertThat(
            Files.exists(
                Path.of(System.getProperty("tweetlake.screenshots"), "wide-" + theme + ".png")))
        .isTrue();
  }
}
