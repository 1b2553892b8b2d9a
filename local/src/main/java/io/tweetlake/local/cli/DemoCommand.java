package io.tweetlake.local.cli;

import io.tweetlake.ingester.IngestArguments;
import io.tweetlake.ingester.IngestDefaults;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.ShippedPosts;
import io.tweetlake.local.TableFunction;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.RunHistory.Failure;
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
      names = "--keep-running",
      description = "Go on taking in what lands, and serve the page, until interrupted.")
  private boolean keepRunning;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to serve the page, on 127.0.0.1. By default any free port.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    Pipeline pipeline = lakeOption.loadPipeline();
    IngestOptions ingest = ingestOptions();
    Path folder = lakeOption.newFolder();
    Path scratch = Project.current().newScratchFolder();
    LiveProgress progress = new LiveProgress(pipeline, terminal);
    try (LocalLake lake = LocalLake.open(folder);
        Demo demo = Demo.start(pipeline, lake, modelOption::open, scratch, progress)) {
      progress.start(() -> demo.deployment().pending());
      IngestReport ingested = demo.ingest(ingest, progress);
      LakeReport report = demo.awaitUpToDate();
      progress.close();
      DemoSummary.print(
          terminal,
          ingested,
          report,
          List.of(
              "The lake is in " + lake.folder(),
              "Query it:  ./tweetlake query --lake %s \"SELECT * FROM languages ORDER BY posts DESC\""
                  .formatted(lake.folder())));
      boolean complete = demo.isComplete(report);
      if (!complete) {
        explainFailure(demo);
      }
      if (keepRunning) {
        KeepRunning.untilInterrupted(demo, lake, port, terminal);
      }
      return complete ? 0 : 1;
    } finally {
      progress.close();
      Scratch.delete(scratch);
    }
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

  private void explainFailure(Demo demo) {
    var err = spec.commandLine().getErr();
    err.println("Not everything was taken in:");
    for (TableFunction function : demo.deployment().functions()) {
      if (function.deadLetters().depth() > 0) {
        err.printf(
            "  %d messages of %s are in its dead-letter queue%n",
            function.deadLetters().depth(), function.table());
      }
    }
    List<Failure> failures = demo.failures();
    failures.stream()
        .skip(Math.max(0, failures.size() - 3))
        .forEach(failure -> err.printf("  %s: %s%n", failure.table(), failure.error()));
    err.println("Details: " + Project.current().logFile("demo"));
    err.flush();
  }
}
