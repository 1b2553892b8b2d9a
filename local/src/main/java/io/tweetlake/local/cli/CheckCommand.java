package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Finding;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.TableCheck;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.Workspace;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads every data file of a table and compares it with what the log says of it; looks for"
            + " gaps in the log and for inputs that were taken in twice.")
final class CheckCommand implements Callable<Integer> {
  private static final long ENGINE_MEMORY_BYTES = 256L << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of the lake.")
  private String name;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExisting();
        Engine engine =
            Engine.open(
                new EngineOptions(1, ENGINE_MEMORY_BYTES, scratch.folder()),
                (model, texts) -> {
                  throw new UserException("Cannot ask a model in a check");
                });
        Workspace workspace = engine.newWorkspace()) {
      String table = Tables.stored(lake, lakeOption::loadPipeline, name);
      DeltaTable delta = DeltaTable.at(lake.store(), lake.layout().table(table));
      Snapshot snapshot = delta.snapshot().orElseThrow(() -> Tables.withoutRows(table));
      List<Finding> findings =
          TableCheck.check(delta, workspace::statisticsOf, workspace.newFolder());
      for (Finding finding : findings) {
        spec.commandLine().getErr().println(finding.where() + ": " + finding.message());
      }
      spec.commandLine()
          .getOut()
          .printf(
              "%s at version %d: %s files, %s problems%n",
              table,
              snapshot.version(),
              grouped(snapshot.files().size()),
              grouped(findings.size()));
      return findings.isEmpty() ? 0 : 1;
    }
  }
}
