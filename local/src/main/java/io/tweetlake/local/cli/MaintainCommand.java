package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.delta.VacuumResult;
import io.tweetlake.flow.ForgetRequest;
import io.tweetlake.flow.Forgetter;
import io.tweetlake.flow.Maintenance;
import io.tweetlake.local.LocalDeployment;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tidies tables up: merges small files, deletes what nobody needs.",
      "Forgets the posts that notices name, forgets old progress, writes a checkpoint, too.",
      "The maintenance function does the same on a schedule."
    })
final class MaintainCommand implements Callable<Integer> {
  private static final Duration TIME_FOR_A_TABLE = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table of the pipeline. By default all that have a version.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Changes nothing; lists the files that would be deleted for good, and why.")
  private boolean dryRun;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExisting();
        LocalDeployment deployment =
            LocalDeployment.of(lakeOption.loadPipeline(), lake, scratch.folder(), metrics -> {})) {
      Maintenance maintenance =
          new Maintenance(deployment.runtime().updater(), Maintenance.DEFAULT_TARGET_BYTES);
      List<String> stored = lake.tableNames();
      List<String> tables =
          name.isPresent()
              ? List.of(Tables.stored(lake, lakeOption::loadPipeline, name.get()))
              : maintenance.tables().stream().filter(stored::contains).toList();
      if (dryRun) {
        listGarbage(maintenance, tables);
      } else {
        long forgotten = name.isEmpty() ? forget(deployment) : 0;
        maintain(maintenance, tables);
        if (forgotten > 0) {
          spec.commandLine()
              .getOut()
              .printf("%s rows forgotten, as notices ask%n", grouped(forgotten));
        }
      }
      return 0;
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private void maintain(Maintenance maintenance, List<String> tables) {
    TextTable lines =
        new TextTable(
            List.of("table", "files merged", "progress forgotten", "files deleted", "log files"),
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT));
    for (String table : tables) {
      Maintenance.Report report = maintenance.run(table, Instant.now().plus(TIME_FOR_A_TABLE));
      lines.add(
          table,
          grouped(report.compaction().removedFiles()),
          grouped(report.prunedEntries()),
          grouped(report.vacuum().deleted().size()),
          grouped(report.deletedLogFiles()));
    }
    print(lines);
  }

  private void listGarbage(Maintenance maintenance, List<String> tables) {
    TextTable lines =
        new TextTable(
            List.of("table", "bytes", "written", "why", "file"),
            List.of(Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT, Align.LEFT));
    long files = 0;
    long bytes = 0;
    for (String table : tables) {
      VacuumResult found = maintenance.vacuumDryRun(table);
      for (VacuumResult.Garbage garbage : found.garbage()) {
        lines.add(
            table,
            grouped(garbage.sizeBytes()),
            garbage.modifiedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
            why(garbage.reason()),
            garbage.path().uri());
      }
      files += found.garbage().size();
      bytes += found.deletedBytes();
    }
    if (files > 0) {
      print(lines);
    }
    spec.commandLine()
        .getOut()
        .printf("%s files of %s bytes would be deleted.%n", grouped(files), grouped(bytes));
  }

  private static String why(VacuumResult.Reason reason) {
    return switch (reason) {
      case REMOVED -> "left the table";
      case NEVER_COMMITTED -> "in no version";
    };
  }

  private void print(TextTable lines) {
    lines.lines().forEach(spec.commandLine().getOut()::println);
  }

  private static long forget(LocalDeployment deployment) {
    Forgetter forgetter = new Forgetter(deployment.runtime().updater());
    Instant now = Instant.now();
    ForgetRequest request = forgetter.fromNotices(now.minus(Forgetter.KEEP));
    return forgetter.forget(request, now.plus(TIME_FOR_A_TABLE)).removedRows();
  }
}
