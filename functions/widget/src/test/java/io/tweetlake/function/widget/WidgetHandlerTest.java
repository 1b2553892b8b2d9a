package io.tweetlake.function.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage;
import io.tweetlake.report.Lineage.Edge;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Status;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.Moods;
import io.tweetlake.sql.ViolationAction;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class WidgetHandlerTest {
  private final WidgetHandler handler = new WidgetHandler(WidgetHandlerTest::report);

  @Test
  void describesItself() {
    assertThat(handler.handleRequest(Map.of("describe", true), null))
        .startsWith("## Tweetlake")
        .contains("no parameters");
  }

  @Test
  void showsLineageQualityAndPosts() {
    assertThat(handler.handleRequest(Map.of(), null))
        .contains("▲ 577", "▽ 1,270")
        .contains("valid_language: lang == &quot;en&quot;", "<td>68.8 %</td>", "<td>1,270</td>")
        .contains("Moods: POS 75.0 % · NEU 25.0 % · NEG 0.0 %")
        .contains("<td>0.987</td>");
  }

  @Test
  void aPostThatHoldsAScriptIsShownAsText() {
    assertThat(handler.handleRequest(Map.of(), null))
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void isWellFormedAndDrawsEveryNodeAndArrow() throws Exception {
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(handler.handleRequest(Map.of(), null))));

    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(3);
    assertThat(page.getElementsByTagName("path").getLength()).isEqualTo(2);
  }

  @Test
  void followsTheDashboardsTheme() {
    Map<String, Object> dark = Map.of("widgetContext", Map.of("theme", "dark"));

    assertThat(handler.handleRequest(dark, null))
        .contains(Theme.DARK.card())
        .as("tables in the theme's ink, whatever the page")
        .contains("<table cellpadding=\"4\" style=\"color:inherit\">")
        .doesNotContain("<table>");
    assertThat(handler.handleRequest(Map.of(), null)).contains(Theme.LIGHT.card());
  }

  private static LakeReport report() {
    TableNode silver =
        new TableNode(
            "silver",
            "streaming_table",
            Status.COMPLETED,
            Optional.empty(),
            "CREATE ..",
            List.of(),
            Optional.of(0L),
            Optional.of(Instant.EPOCH),
            577,
            1847,
            577,
            1270,
            0,
            List.of(
                new ExpectationCount(
                    "valid_language", "lang == \"en\"", ViolationAction.DROP_ROW, 577, 1270)),
            List.of(),
            Optional.empty());
    Moods.Post post =
        new Moods.Post("1", "en", "<script>alert('x')</script>", "POS", 0.987, List.of());
    return new LakeReport(
        Instant.EPOCH,
        new Lineage(
            List.of(
                new FileNode("posts", "s3://landing/posts/", 1, 1847),
                silver,
                new ModelNode("tweet-sentiment", "tweet-sentiment", List.of("lexicon"))),
            List.of(new Edge("posts", "silver"), new Edge("tweet-sentiment", "silver"))),
        Optional.of(
            new Moods(
                4,
                0,
                List.of("lexicon"),
                Map.of("POS", 3L, "NEU", 1L, "NEG", 0L),
                List.of(post),
                List.of(),
                List.of(),
                List.of(),
                List.of())),
        List.of(),
        List.of(),
        List.of());
  }
}
