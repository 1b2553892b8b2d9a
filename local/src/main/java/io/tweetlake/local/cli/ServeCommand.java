package io.tweetlake.local.cli;

import io.tweetlake.local.ReadableLake;
import io.tweetlake.page.LivePage;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves a lake as a web page that keeps up with it: lineage, quality, moods, languages, runs,"
          + " tables.",
      "Until interrupted."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;

  @Mixin private ServeOptions address;

  @Option(names = "--open", description = "Show the page in a browser, if there is one.")
  private boolean open;

  @Mixin private ReadableLakeOption lakeOption;

  @Override
  public Integer call() {
    Pipeline pipeline = lakeOption.loadPipeline();
    try (Interruption interruption = Interruption.ofThisThread();
        Scratch scratch = Project.current().newScratch();
        ReadableLake lake = lakeOption.open();
        LakeTables tables = lake.openTables(pipeline, scratch.folder())) {
      LakeReporter reporter = new LakeReporter(pipeline, lake.layout(), lake.store(), tables);
      try (LivePage page =
          LivePage.start(address.resolve(), lake.name(), reporter::read, tables, PAUSE)) {
        Terminal terminal = Terminal.of(spec.commandLine().getOut());
        terminal.line("The page of %s: %s".formatted(lake.name(), page.uri()));
        if (open && !Browser.open(page.uri())) {
          terminal.line("There is no browser to open it in");
        }
        interruption.await();
      }
      return 0;
    }
  }
}
