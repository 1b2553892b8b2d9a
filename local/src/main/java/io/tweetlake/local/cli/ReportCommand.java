package io.tweetlake.local.cli;

import io.tweetlake.engine.QueryResult;
import io.tweetlake.local.ReadableLake;
import io.tweetlake.page.PageFile;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.ReportText;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a lake's page as one HTML file that needs no network: to be kept, or mailed.",
      "It is smaller than 2 MB and holds the first rows of each table. Or prints its summary."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.html",
      defaultValue = "tweetlake.html",
      description = "Where to write it, by default ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--text",
      description = "Print the summary that a demo ends with, and write no file.")
  private boolean text;

  @Mixin private SummaryOption summary;

  @Mixin private ReadableLakeOption lakeOption;

  @Override
  public Integer call() {
    Pipeline pipeline = lakeOption.loadPipeline();
    try (Scratch scratch = Project.current().newScratch();
        ReadableLake lake = lakeOption.open();
        LakeTables tables = lake.openTables(pipeline, scratch.folder())) {
      LakeReport report = new LakeReporter(pipeline, lake.layout(), lake.store(), tables).read();
      if (text) {
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        ReportText.lines(report, summary.extras(), terminal::heading).forEach(terminal::line);
        return 0;
      }
      long bytes = PageFile.write(output, report, lake.name(), samples(report, tables));
      spec.commandLine().getOut().printf("The page is in %s (%,d KB)%n", output, bytes / 1000);
      return 0;
    }
  }

  private static Map<String, QueryResult> samples(LakeReport report, LakeTables tables) {
    Map<String, QueryResult> samples = new LinkedHashMap<>();
    for (TableNode table : report.tables()) {
      table
          .version()
          .ifPresent(
              version ->
                  samples.put(table.name(), tables.rows(table.name(), version, PageFile.SAMPLE)));
    }
    return samples;
  }
}
