package io.tweetlake.local.cli;

import io.tweetlake.local.FunctionKind;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.PipelineGraph;
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
        "Shows what a table reads, where rows may be left out, and the SQL that DuckDB runs.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of the pipeline.")
  private String name;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    Pipeline pipeline = lakeOption.checkPipeline();
    Table table = Tables.declared(pipeline, name);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s is kept up to date by function %s%n%n",
        table.name(), FunctionKind.of(table).name().toLowerCase(Locale.ROOT));
    out.printf("%s%n%n", table.definition().strip());
    out.print(new PipelineGraph(pipeline).explain(table));
    return 0;
  }
}
