package io.tweetlake.localstack.cli;

import io.tweetlake.local.UserException;
import io.tweetlake.local.cli.Terminal;
import io.tweetlake.localstack.EmulatorRun;
import io.tweetlake.localstack.Hosting;
import io.tweetlake.localstack.RunningEmulator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts an emulator. LocalStack stays up in Docker; MiniStack and its functions stay as long"
          + " as this command, so that the others need a second terminal. down ends either."
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EmulatorOption emulator;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    Optional<RunningEmulator> running = EmulatorOption.running();
    if (running.isPresent()) {
      throw new UserException(
          "%s is up already at %s; ./tweetlake localstack down ends it"
              .formatted(running.get().emulator().name(), running.get().emulator().endpoint()));
    }
    EmulatorRun run = emulator.start(terminal);
    boolean hosted = run.emulator().hosting() == Hosting.PROXY;
    new RunningEmulator(
            run.emulator(), hosted ? Optional.of(ProcessHandle.current().pid()) : Optional.empty())
        .save(EmulatorOption.files());
    terminal.line("%s is up at %s".formatted(run.emulator().name(), run.emulator().endpoint()));
    terminal.line("Next:  ./tweetlake localstack deploy, then demo, then down");
    if (hosted) {
      terminal.line("Running until interrupted");
      try (run) {
        run.await();
      } finally {
        RunningEmulator.forget(EmulatorOption.files());
      }
    }
    return 0;
  }
}
