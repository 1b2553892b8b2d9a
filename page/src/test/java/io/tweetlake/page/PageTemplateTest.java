package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTemplateTest {
  private final PageTemplate template = PageTemplate.load();

  @Test
  void textOfAPostCannotEndTheScriptThatCarriesIt() {
    String page = template.withData("{\"text\":\"</script><script>alert(1)</script>\"}");

    assertThat(page)
        .contains("{\"text\":\"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\"}");
  }

  @Test
  void loadsNothingFromTheNetworkAndStaysSmall() {
    String page = template.withData("{}");

    assertThat(page).doesNotContainPattern("(src|href)=\"https?:").doesNotContain("@import");
    assertThat(page.getBytes(UTF_8).length).isLessThan(1_000_000);
  }
}
