package io.tweetlake.local.cli;

import io.tweetlake.engine.QueryResult;
import io.tweetlake.local.ReadableLake;
import io.tweetlake.local.UserException;
import io.tweetlake.report.LakeTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a SELECT over the lake's tables, by their names, with DuckDB.",
      "Earlier states: FROM silver VERSION AS OF 3, FROM silver TIMESTAMP AS OF '2026-11-22 12:00'."
    })
final class QueryCommand implements Callable<Integer> {
  private static final int TABLE_ROWS = 1_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SQL", description = "The query.")
  private String sql;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "table, csv or json. By default table, which shows at most 1,000 rows.")
  private RowFormat format;

  @Mixin private ReadableLakeOption lakeOption;

  @Override
  public Integer call() {
    try (Scratch scratch = Project.current().newScratch();
        ReadableLake lake = lakeOption.open();
        LakeTables tables = lake.openTables(lakeOption.loadPipeline(), scratch.folder())) {
      QueryResult result =
          tables.query(sql, format == RowFormat.TABLE ? TABLE_ROWS : Integer.MAX_VALUE - 1);
      format.write(result, spec.commandLine().getOut());
      if (!result.complete()) {
        spec.commandLine().getErr().printf("There are more rows than these %d%n", TABLE_ROWS);
      }
      return 0;
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
