package io.tweetlake.local.cli;

import io.tweetlake.flow.MetricsListener;
import io.tweetlake.function.scorer.RescoreResult;
import io.tweetlake.local.LocalDeployment;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.sql.Pipeline;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "rescore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Asks the model again for posts that it could not score, and replaces their rows.")
final class RescoreCommand implements Callable<Integer> {
  private static final Duration TIME = Duration.ofHours(1);

  @Spec private CommandSpec spec;

  @Mixin private LakeOption lakeOption;

  @Mixin private ModelOption modelOption;

  @Option(
      names = "--failed",
      description = "Rescore the rows that have a reason instead of a mood.")
  private boolean failed;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "What the model is asked about. By default ${DEFAULT-VALUE}.")
  private String column;

  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      defaultValue = "sentiment",
      description = "The table. By default ${DEFAULT-VALUE}.")
  private String table;

  @Override
  public Integer call() {
    if (!failed) {
      throw new UserException("Cannot rescore every row: say --failed for those without a mood");
    }
    Pipeline pipeline = lakeOption.loadPipeline();
    String name = Tables.declared(pipeline, table).name();
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExisting();
        LocalDeployment deployment =
            LocalDeployment.of(
                pipeline, lake, modelOption::open, scratch.folder(), MetricsListener.all())) {
      RescoreResult result = deployment.rescoreFailed(name, column, TIME);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d rows tried again, %,d now scored, in %,d commits%n",
              name,
              result.tried(),
              result.scored(),
              result.commits());
      return result.scored() == result.tried() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
