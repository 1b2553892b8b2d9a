package io.tweetlake.localstack.cli;

import io.tweetlake.localstack.RunningEmulator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Ends the emulator that is up, and what it holds.")
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<RunningEmulator> running = EmulatorOption.running();
    running.ifPresent(emulator -> emulator.stop(EmulatorOption.files()));
    spec.commandLine()
        .getOut()
        .println(
            running
                .map(emulator -> emulator.emulator().name() + " is down")
                .orElse("No emulator is up"));
    return 0;
  }
}
