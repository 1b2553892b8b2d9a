package io.tweetlake.local.cli;

import io.tweetlake.local.LocalLake;
import io.tweetlake.local.LocalTables;
import io.tweetlake.page.LivePage;
import io.tweetlake.page.PageData;
import io.tweetlake.page.PageFile;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows a lake as a web page: lineage, quality, moods, languages, runs, tables.")
final class PageCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to serve it, on 127.0.0.1. By default any free port.")
  private int port;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.html",
      description = "Write it as one file instead of serving it.")
  private Optional<Path> output = Optional.empty();

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() throws InterruptedException {
    Pipeline pipeline = lakeOption.loadPipeline();
    Path scratch = Project.current().newScratchFolder();
    try (LocalLake lake = lakeOption.openExisting();
        LakeTables tables = LocalTables.open(lake, pipeline, scratch)) {
      LakeReporter reporter =
          new LakeReporter(pipeline, lake.layout(), lake.store(), tables, List::of);
      String name = lake.folder().getFileName().toString();
      if (output.isPresent()) {
        PageFile.write(output.get(), PageData.of(reporter.read(), name, Map.of()));
        spec.commandLine().getOut().println("The page is in " + output.get());
        return 0;
      }
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (LivePage page = LivePage.start(address, name, reporter::read, tables, PAUSE)) {
        spec.commandLine().getOut().println("The page: " + page.uri());
        spec.commandLine().getOut().flush();
        // until the process is interrupted
        new CountDownLatch(1).await();
      }
      return 0;
    } finally {
      Scratch.delete(scratch);
    }
  }
}
