package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.flow.CommitMetrics;
import io.tweetlake.flow.UpdateMetrics;
import io.tweetlake.local.LocalLake;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists a table's versions, newest first.")
final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of the lake.")
  private String name;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "At most so many versions, by default ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "Cannot list " + limit + " versions: --limit takes 1 or more");
    }
    try (LocalLake lake = lakeOption.openExisting()) {
      String table = Tables.stored(lake, lakeOption::loadPipeline, name);
      DeltaTable delta = DeltaTable.at(lake.store(), lake.layout().table(table));
      TextTable lines =
          new TextTable(
              List.of(
                  "version",
                  "time (UTC)",
                  "operation",
                  "rows in",
                  "written",
                  "dropped",
                  "quarantined",
                  "files added",
                  "removed"),
              List.of(
                  Align.RIGHT,
                  Align.LEFT,
                  Align.LEFT,
                  Align.RIGHT,
                  Align.RIGHT,
                  Align.RIGHT,
                  Align.RIGHT,
                  Align.RIGHT,
                  Align.RIGHT));
      for (Commit commit : delta.history(limit)) {
        Optional<UpdateMetrics> metrics = CommitMetrics.read(table, commit);
        lines.add(
            Long.toString(commit.version()),
            commit.timestamp().truncatedTo(ChronoUnit.MILLIS).toString(),
            commit.operation(),
            number(metrics, UpdateMetrics::rowsIn),
            number(metrics, UpdateMetrics::rowsWritten),
            number(metrics, UpdateMetrics::rowsDropped),
            number(metrics, UpdateMetrics::rowsQuarantined),
            grouped(commit.added().size()),
            grouped(commit.removed().size()));
      }
      lines.lines().forEach(spec.commandLine().getOut()::println);
      return 0;
    }
  }

  private static String number(
      Optional<UpdateMetrics> metrics, ToLongFunction<UpdateMetrics> what) {
    return metrics.map(found -> grouped(what.applyAsLong(found))).orElse("");
  }
}
