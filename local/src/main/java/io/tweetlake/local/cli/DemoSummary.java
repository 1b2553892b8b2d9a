package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.ingester.IngestReport;
import io.tweetlake.local.ProcessFacts;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.ReportText;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a demo says at its end, wherever it ran. */
public final class DemoSummary {
  private DemoSummary() {}

  /**
   * Prints what landed, the lake's report, and what this process took.
   *
   * @param whereToLook lines that tell where the lake is
   */
  public static void print(
      Terminal terminal,
      IngestReport ingested,
      LakeReport report,
      SummaryOption summary,
      List<String> whereToLook) {
    terminal.line(
        "Landed %s posts and %s notices, %s rejected lines; %s new files, %s there already"
            .formatted(
                grouped(ingested.posts()),
                grouped(ingested.noticeCount()),
                grouped(ingested.rejectedCount()),
                grouped(ingested.files()),
                grouped(ingested.filesThere())));
    terminal.line("");
    ReportText.lines(report, summary.extras(), terminal::heading).forEach(terminal::line);
    terminal.line("");
    whereToLook.forEach(terminal::line);
    OptionalLong peakBytes = ProcessFacts.peakResidentBytes();
    terminal.line(
        String.format(
            Locale.ROOT,
            "Done in %.1f s; peak memory %s",
            ProcessFacts.age().toMillis() / 1000.0,
            peakBytes.isPresent() ? (peakBytes.getAsLong() >> 20) + " MB" : "unknown"));
  }
}
