package io.tweetlake.local.cli;

import io.tweetlake.ingester.IngestArguments;
import io.tweetlake.ingester.IngestDefaults;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.ShippedPosts;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the whole pipeline on this machine: posts come in, tables and moods come out.",
      "The posts are those that the project ships, files named with --input, or live ones of a",
      "--source: 300 of them where no other limit is named.",
      "Ends with 0 only if everything was taken in and nothing was given up."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LakeOption lakeOption;

  @Mixin private IngestArguments arguments;

  @Mixin private ModelOption modelOption;

  @Option(
      names = "--open",
      description =
          "Serve the lake's page from the start and show it in a browser, if there is one; go on"
              + " until interrupted.")
  private boolean open;

  @Option(
      names = "--keep-running",
      description =
          "Serve the lake's page from the start, and go on taking in what lands until interrupted.")
  private boolean keepRunning;

  @Mixin private ServeOptions address;

  @Mixin private SummaryOption summary;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    Pipeline pipeline = lakeOption.loadPipeline();
    IngestOptions ingest = ingestOptions();
    Path folder = lakeOption.newFolder();
    LiveProgress progress = new LiveProgress(pipeline, terminal);
    try (Interruption interruption = Interruption.ofThisThread();
        Scratch scratch = Project.current().newScratch();
        LocalLake lake = LocalLake.open(folder);
        Demo demo = Demo.start(pipeline, lake, modelOption::open, scratch.folder(), progress);
        DemoPage page =
            open || keepRunning ? DemoPage.serve(demo, lake, address) : DemoPage.none()) {
      if (page.uri().isPresent()) {
        terminal.line("The page: " + page.uri().get());
        if (open && !Browser.open(page.uri().get())) {
          terminal.line("There is no browser to open it in");
        }
      }
      progress.start(() -> demo.deployment().pending());
      // the ingester stops by itself, and writes what it has received
      IngestReport ingested = interruption.undisturbed(() -> demo.ingest(ingest, progress));
      LakeReport report = demo.awaitUpToDate();
      progress.close();
      DemoSummary.print(
          terminal,
          ingested,
          report,
          summary,
          List.of(
              "The lake is in " + lake.folder(),
              "Query it:  ./tweetlake query --lake %s%s \"SELECT * FROM %s LIMIT 10\""
                  .formatted(lake.folder(), lakeOption.pipelineArgument(), lastTable(report))));
      boolean complete = demo.isComplete(report);
      if (!complete) {
        new UnfinishedWork(demo, lakeOption, lake.folder())
            .print(spec.commandLine().getErr(), Project.current().logFile(spec.name()));
      }
      if (page.uri().isPresent()) {
        page.goOn(demo, lake, terminal);
      }
      return complete ? 0 : 1;
    } finally {
      progress.close();
    }
  }

  /** The last table down the stream that has rows. */
  private static String lastTable(LakeReport report) {
    List<String> filled =
        report.tables().stream().filter(table -> table.rows() > 0).map(TableNode::name).toList();
    return filled.isEmpty() ? "TABLE" : filled.get(filled.size() - 1);
  }

  private IngestOptions ingestOptions() {
    InputFiles.check(arguments.inputs());
    try {
      return arguments.options(
          LocalLake.LANDING, IngestDefaults.watched(List.of(ShippedPosts.input())));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
