package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.engine.EngineException;
import io.tweetlake.flow.ExpectationViolationException;
import io.tweetlake.flow.Refresher;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.flow.UpdateResult;
import io.tweetlake.flow.UpstreamChangedException;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalDeployment;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.Node;
import io.tweetlake.report.ReportText;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has tables take in what landed, or builds them anew.",
      "Tables that are named are built anew from their sources, and so are all that read them: a",
      "full refresh. Readers see the old rows until the new ones take their place in one version.",
      "Tables with pipelines.reset.allowed=false are refused.",
      "Without a table, has every table take in what landed, whether or not an event told of it.",
      "What a pipeline reads from s3://BUCKET/PREFIX are the files below the lake's folder",
      "BUCKET/PREFIX: that is how files of any format get into a pipeline of one's own."
    })
final class RefreshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "TABLE", description = "Tables to build anew.")
  private List<String> tables = new ArrayList<>();

  @Option(names = "--all", description = "Build all tables anew.")
  private boolean all;

  @Mixin private LakeOption lakeOption;

  @Mixin private SummaryOption summary;

  @Override
  public Integer call() throws InterruptedException {
    Pipeline pipeline = lakeOption.loadPipeline();
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExistingOrNew()) {
      checkBuckets(pipeline, lake);
      if (all || !tables.isEmpty()) {
        return buildAnew(pipeline, lake, scratch.folder());
      }
      return takeIn(pipeline, lake, scratch.folder());
    }
  }

  /** The buckets of a lake in a folder are its folders. */
  private static void checkBuckets(Pipeline pipeline, LocalLake lake) {
    List<String> missing =
        pipeline.tables().stream()
            .flatMap(table -> table.sources().stream())
            .flatMap(source -> source instanceof FileSource files ? Stream.of(files) : Stream.of())
            .filter(files -> !Files.isDirectory(bucket(lake, files)))
            .map(
                files ->
                    "Cannot read %s: its files belong into a folder of %s, which is not there"
                        .formatted(files.path(), bucket(lake, files)))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(String.join(System.lineSeparator(), missing));
    }
  }

  /** Of paths that nothing landed at: their files may lie beside the place. */
  private void tellWhereFilesBelong(LakeReport report, LocalLake lake) {
    for (Node node : report.lineage().nodes()) {
      if (node instanceof FileNode files && files.files() == 0) {
        ObjectPath path = ObjectPath.parse(files.path());
        spec.commandLine()
            .getErr()
            .printf(
                "Nothing landed at %s: its files belong into %s%n",
                files.path(), lake.folder().resolve(path.bucket()).resolve(path.key()));
      }
    }
  }

  private static Path bucket(LocalLake lake, FileSource files) {
    return lake.folder().resolve(ObjectPath.parse(files.path()).bucket());
  }

  private int buildAnew(Pipeline pipeline, LocalLake lake, Path scratch) {
    List<String> chosen = all ? pipeline.tables().stream().map(Table::name).toList() : tables;
    boolean complete = true;
    try (LocalDeployment deployment = LocalDeployment.of(pipeline, lake, scratch, metrics -> {})) {
      Refresher refresher =
          new Refresher(deployment.runtime().updater(), deployment.runtime().maxBytesPerCommit());
      spec.commandLine()
          .getOut()
          .println("Building anew: " + String.join(", ", refresher.plan(chosen)));
      for (UpdateResult result : refresher.refresh(chosen)) {
        for (UpdateMetrics metrics : result.commits()) {
          spec.commandLine()
              .getOut()
              .printf(
                  "%s version %d: %s rows written, %s dropped, %s quarantined%n",
                  metrics.table(),
                  metrics.version(),
                  grouped(metrics.rowsWritten()),
                  grouped(metrics.rowsDropped()),
                  grouped(metrics.rowsQuarantined()));
        }
        result
            .failedFiles()
            .forEach(
                (file, reason) ->
                    spec.commandLine().getErr().printf("Cannot load %s: %s%n", file, reason));
        complete &= result.failedFiles().isEmpty();
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    } catch (ExpectationViolationException | EngineException | UpstreamChangedException e) {
      throw new UserException(
          "The refresh stopped; what it had not come to is as it was. " + e.getMessage(), e);
    }
    return complete ? 0 : 1;
  }

  private int takeIn(Pipeline pipeline, LocalLake lake, Path scratch) throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    LiveProgress progress = new LiveProgress(pipeline, terminal);
    try (Demo demo = Demo.start(pipeline, lake, scratch, progress)) {
      progress.start(() -> demo.deployment().pending());
      LakeReport report = demo.awaitUpToDate();
      progress.close();
      ReportText.lines(report, summary.extras(), terminal::heading).forEach(terminal::line);
      tellWhereFilesBelong(report, lake);
      boolean complete = demo.isComplete(report);
      if (!complete) {
        new UnfinishedWork(demo, lakeOption, lake.folder())
            .print(spec.commandLine().getErr(), Project.current().logFile(spec.name()));
      }
      return complete ? 0 : 1;
    } finally {
      progress.close();
    }
  }
}
