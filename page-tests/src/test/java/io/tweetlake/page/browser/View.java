package io.tweetlake.page.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One visit of the page; at its end nothing may have gone wrong in the browser. */
final class View implements AutoCloseable {
  private static final String WATCH_LAYOUT =
      """
      window.layoutShift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (!entry.hadRecentInput) window.layoutShift += entry.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
      """;

  private final BrowserContext context;
  private final Page page;
  private final List<String> problems = new ArrayList<>();

  private View(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // an answer of 4xx is logged as an error, also where a test asks for it
          if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
            problems.add(message.text());
          }
        });
    page.onPageError(problems::add);
  }

  static View of(Showcase showcase) {
    return of(showcase, 1600, 1000, ColorScheme.LIGHT);
  }

  static View of(Showcase showcase, int width, int height, ColorScheme scheme) {
    return of(showcase, options(width, height, scheme));
  }

  static View of(Showcase showcase, Browser.NewContextOptions options) {
    View view = blank(showcase, options);
    view.show(showcase.uri());
    return view;
  }

  /** A view that shows nothing yet. */
  static View blank(Showcase showcase, Browser.NewContextOptions options) {
    BrowserContext context = showcase.browser().newContext(options);
    context.addInitScript(WATCH_LAYOUT);
    return new View(context);
  }

  static Browser.NewContextOptions options(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setLocale("en-GB")
        .setTimezoneId("Europe/Berlin");
  }

  void show(URI uri) {
    page.onRequest(
        request ->
            assertThat(request.url())
                .matches(url -> url.startsWith(uri.toString()) || url.startsWith("data:")));
    page.navigate(uri.toString());
    assertThat(page.locator("#graph .node").first()).isVisible();
    assertThat(page.locator("#rows tbody tr").first()).isVisible();
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Locator node(String name) {
    return page.locator("#graph [data-node='" + name + "']");
  }

  /** The browsed table's row that begins with a value. */
  Locator row(String firstValue) {
    return page.locator("#rows tbody tr")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator(
                        "td:first-child",
                        new Page.LocatorOptions()
                            .setHasText(Pattern.compile("^" + firstValue + "$")))));
  }

  List<String> texts(String selector) {
    return page.locator(selector).allTextContents();
  }

  double layoutShift() {
    return ((Number) page.evaluate("window.layoutShift")).doubleValue();
  }

  /** Keeps a picture of the whole page, or of a part, as an artefact of the build. */
  void picture(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file(name)).setFullPage(true));
  }

  void picture(String name, String selector) {
    page.locator(selector).screenshot(new Locator.ScreenshotOptions().setPath(file(name)));
  }

  private static Path file(String name) {
    return Path.of(System.getProperty("tweetlake.screenshots"), name + ".png");
  }

  @Override
  public void close() {
    context.close();
    assertThat(problems).as("errors in the browser").isEmpty();
  }
}
