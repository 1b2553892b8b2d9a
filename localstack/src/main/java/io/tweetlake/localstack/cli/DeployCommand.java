package io.tweetlake.localstack.cli;

import io.tweetlake.local.UserException;
import io.tweetlake.local.cli.Terminal;
import io.tweetlake.localstack.Deployment;
import io.tweetlake.localstack.Emulator;
import io.tweetlake.localstack.EmulatorRun;
import io.tweetlake.localstack.RunningEmulator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deploys the pipeline's stack, by the CDK's own command line, to the emulator that is up or"
          + " that AWS_ENDPOINT_URL names."
    })
final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    Optional<EmulatorRun> given = new EmulatorOption().given();
    try {
      Emulator emulator =
          given
              .map(EmulatorRun::emulator)
              .or(() -> EmulatorOption.running().map(RunningEmulator::emulator))
              .orElseThrow(
                  () ->
                      new UserException(
                          "No emulator is up: run ./tweetlake localstack up first, or set"
                              + " AWS_ENDPOINT_URL"));
      deploy(emulator, terminal);
    } finally {
      given.ifPresent(EmulatorRun::close);
    }
    return 0;
  }

  static void deploy(Emulator emulator, Terminal terminal) {
    Deployment deployment = Deployment.prepare(EmulatorOption.files(), emulator);
    terminal.line("Deploying to %s at %s".formatted(emulator.name(), emulator.endpoint()));
    deployment.bootstrap();
    deployment
        .deploy()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("✅") || line.startsWith("tweetlake-pipeline."))
        .forEach(terminal::line);
  }
}
