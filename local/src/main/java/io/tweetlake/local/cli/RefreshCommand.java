package io.tweetlake.local.cli;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.ReportText;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Has every table take in what landed, whether or not an event told of it.")
final class RefreshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    Pipeline pipeline = lakeOption.loadPipeline();
    Path scratch = Project.current().newScratchFolder();
    LiveProgress progress = new LiveProgress(pipeline, terminal);
    try (LocalLake lake = lakeOption.openExisting();
        Demo demo = Demo.start(pipeline, lake, scratch, progress)) {
      progress.start(() -> demo.deployment().pending());
      LakeReport report = demo.awaitUpToDate();
      progress.close();
      ReportText.lines(report, terminal::heading).forEach(terminal::line);
      return demo.isComplete(report) ? 0 : 1;
    } finally {
      progress.close();
      Scratch.delete(scratch);
    }
  }
}
