package io.tweetlake.localstack.cli;

import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.ShippedPosts;
import io.tweetlake.local.cli.DemoSummary;
import io.tweetlake.local.cli.InputFiles;
import io.tweetlake.local.cli.Project;
import io.tweetlake.local.cli.Scratch;
import io.tweetlake.local.cli.SummaryOption;
import io.tweetlake.local.cli.Terminal;
import io.tweetlake.localstack.EmulatedLake;
import io.tweetlake.localstack.Emulator;
import io.tweetlake.localstack.EmulatorRun;
import io.tweetlake.localstack.RunningEmulator;
import io.tweetlake.report.LakeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deploys the pipeline to an emulator and runs it there: posts come in, tables and moods come"
          + " out. Takes the emulator that AWS_ENDPOINT_URL names or that is up; else starts one for"
          + " this run.",
      "Ends with 0 only if everything was taken in and nothing was given up."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-i", "--input"},
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "NDJSON files of posts, plain or gz; - for standard input. By default the posts that the"
              + " project ships.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--wait-seconds",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for the tables. By default ${DEFAULT-VALUE}.")
  private long waitSeconds;

  @Mixin private EmulatorOption option;

  @Mixin private SummaryOption summary;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    List<ReplayInput> sources =
        inputs.isEmpty()
            ? List.of(ShippedPosts.input())
            : inputs.stream().map(InputFiles::of).toList();
    Optional<EmulatorRun> given = option.given();
    Optional<RunningEmulator> running =
        given.isPresent() ? Optional.empty() : EmulatorOption.running();
    if (running.isPresent()) {
      return run(running.get().emulator(), sources, terminal);
    }
    try (EmulatorRun own = given.orElseGet(() -> option.start(terminal))) {
      return run(own.emulator(), sources, terminal);
    }
  }

  private int run(Emulator emulator, List<ReplayInput> sources, Terminal terminal)
      throws InterruptedException {
    DeployCommand.deploy(emulator, terminal);
    try (Scratch scratch = Project.current().newScratch();
        EmulatedLake lake =
            EmulatedLake.open(
                EmulatorOption.files(),
                emulator,
                scratch.folder(),
                invocation -> terminal.line(EmulatorOption.line(invocation)))) {
      IngestReport ingested = lake.ingest(sources);
      LakeReport report = lake.awaitUpToDate(Duration.ofSeconds(waitSeconds));
      DemoSummary.print(
          terminal,
          ingested,
          report,
          summary,
          List.of(
              "The lake is s3://%s at %s"
                  .formatted(emulator.layout().lakeBucket(), emulator.endpoint())));
      List<String> problems = lake.behind(report);
      problems.forEach(problem -> spec.commandLine().getErr().println(problem));
      if (lake.deadLetters() > 0) {
        spec.commandLine().getErr().printf("%d messages were given up%n", lake.deadLetters());
      }
      return problems.isEmpty() && lake.deadLetters() == 0 ? 0 : 1;
    }
  }
}
