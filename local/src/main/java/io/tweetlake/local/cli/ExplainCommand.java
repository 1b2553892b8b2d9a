package io.tweetlake.local.cli;

import io.tweetlake.local.FunctionKind;
import io.tweetlake.sql.Expectation;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows how a table is kept up to date: its statement, and the SQL that DuckDB runs.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of the pipeline.")
  private String name;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    Table table = Tables.declared(lakeOption.loadPipeline(), name);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s is kept up to date by function %s; declared at %s%n%n",
        table.name(), FunctionKind.of(table).name().toLowerCase(Locale.ROOT), table.position());
    out.println(table.definition().strip());
    for (Flow flow : table.flows()) {
      section(out, "Flow " + flow.name() + " in DuckDB", flow.query().duckdbSql());
      flow.query()
          .aggregation()
          .ifPresent(
              aggregation -> {
                section(out, "New rows give", aggregation.partialSql());
                section(out, "which is merged with the stored rows", aggregation.mergeSql());
              });
    }
    for (Expectation expectation : table.expectations()) {
      section(
          out,
          "Expectation %s, else %s"
              .formatted(
                  expectation.name(),
                  expectation.action().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
          expectation.duckdbPredicate());
    }
    return 0;
  }

  private static void section(PrintWriter out, String title, String text) {
    out.printf("%n-- %s%n%s%n", title, text.strip());
  }
}
