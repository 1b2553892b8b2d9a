package io.tweetlake.page.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.Test;

/** Stands for the tests of the page in a browser where there is none. */
class BrowserTest {
  private static final String REASON =
      "The page is not tested in a browser: there is no /usr/bin/chromium. With another Chromium:"
          + " mvn verify -Pbrowser -Dtweetlake.browser=PATH";

  @Test
  void needsABrowser() {
    System.out.println(REASON);
    abort(REASON);
  }
}
