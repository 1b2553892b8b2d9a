package io.tweetlake.local.cli;

import io.tweetlake.local.FunctionKind;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.sql.CheckedView;
import io.tweetlake.sql.Expectation;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.PipelineGraph;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a pipeline and prints its graph.")
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description =
          "An SQL file, or a folder with .sql files at any depth. By default the project's pipeline.")
  private Optional<Path> path = Optional.empty();

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description =
          "A lake's folder, to check columns of inferred files too, against what the lake has read.")
  private Optional<String> lake = Optional.empty();

  @Override
  public Integer call() {
    Path written = path.orElseGet(() -> Project.current().pipeline());
    Pipeline pipeline =
        lake.map(name -> LakeOption.check(written, name))
            .orElseGet(() -> PipelineFolder.load(written));
    PrintWriter out = spec.commandLine().getOut();
    for (Table table : pipeline.tables()) {
      out.printf(
          "%s (%s, function %s)%n",
          table.name(),
          words(table.kind()),
          FunctionKind.of(table).name().toLowerCase(Locale.ROOT));
      for (Source source : table.sources()) {
        out.printf("  reads %s%s%n", source.streaming() ? "new rows of " : "", name(source));
      }
      table.flows().stream()
          .flatMap(flow -> flow.query().models().stream())
          .distinct()
          .forEach(model -> out.printf("  asks model %s%n", model));
      for (CheckedView view : table.views()) {
        view.expectations().forEach(rule -> print(out, view.name() + "." + rule.name(), rule));
      }
      table.expectations().forEach(rule -> print(out, rule.name(), rule));
    }
    out.printf("%n%s%n", new PipelineGraph(pipeline).tree());
    out.printf("Valid: %d tables%n", pipeline.tables().size());
    return 0;
  }

  private static void print(PrintWriter out, String name, Expectation expectation) {
    out.printf(
        "  expects %s: %s, else %s%n", name, expectation.predicate(), words(expectation.action()));
  }

  private static String name(Source source) {
    if (source instanceof FileSource files) {
      return files.path() + " (" + files.format() + ")";
    }
    return ((TableSource) source).table();
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
