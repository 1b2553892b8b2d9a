package io.tweetlake.function.widget;

import static java.util.Objects.requireNonNull;

import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.Moods;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as static HTML: lineage, quality and the most positive posts. */
final class WidgetPage {
  private static final int POSTS = 15;

  // a page without a document type does not hand its colour on to tables
  private static final String TABLE = "<table cellpadding=\"4\" style=\"color:inherit\">";

  private final LakeReport report;
  private final Theme theme;

  WidgetPage(LakeReport report, Theme theme) {
    this.report = requireNonNull(report, "report is null");
    this.theme = requireNonNull(theme, "theme is null");
  }

  String html() {
    return "<div style=\"color:%s;font:14px sans-serif\">".formatted(theme.ink())
        + new LineageSvg(report.lineage(), theme).draw()
        + quality()
        + report.moods().map(this::moods).orElse("")
        + "<p style=\"color:%s\">As of %s</p></div>"
            .formatted(theme.soft(), report.madeAt().truncatedTo(ChronoUnit.SECONDS));
  }

  private String quality() {
    String rows =
        report.tables().stream()
            .flatMap(table -> table.expectations().stream().map(rule -> qualityRow(table, rule)))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : heading("Data quality")
            + table(List.of("Table", "Expectation", "Action", "Failed", "Records"), rows);
  }

  private String qualityRow(TableNode table, ExpectationCount rule) {
    long all = rule.passed() + rule.failed();
    String share =
        all == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * rule.failed() / all);
    return row(
        table.name(),
        rule.name() + ": " + rule.predicate(),
        rule.action().name().replace('_', ' '),
        share,
        LineageSvg.number(rule.failed()));
  }

  private String moods(Moods moods) {
    String shares =
        List.of("POS", "NEU", "NEG").stream()
            .map(
                label ->
                    "%s %.1f %%"
                        .formatted(
                            label,
                            moods.total() == 0
                                ? 0.0
                                : 100.0 * moods.counts().getOrDefault(label, 0L) / moods.total()))
            .collect(Collectors.joining(" · "));
    String rows =
        moods.mostPositive().stream()
            .limit(POSTS)
            .map(
                post ->
                    row(
                        post.language(),
                        post.text(),
                        post.label(),
                        String.format(Locale.ROOT, "%.3f", post.score())))
            .collect(Collectors.joining());
    return heading("Moods: " + shares)
        + table(List.of("Language", "Most positive posts", "Label", "Score"), rows);
  }

  private static String heading(String text) {
    return "<h3>" + Html.escaped(text) + "</h3>";
  }

  private static String table(List<String> titles, String rows) {
    return titles.stream()
            .map(title -> "<th align=\"left\">" + Html.escaped(title) + "</th>")
            .collect(Collectors.joining("", TABLE + "<thead><tr>", "</tr></thead><tbody>"))
        + rows
        + "</tbody></table>";
  }

  private static String row(String... cells) {
    return List.of(cells).stream()
        .map(cell -> "<td>" + Html.escaped(cell) + "</td>")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }
}
