package io.tweetlake.localstack.cli;

import io.tweetlake.local.cli.CommandRunner;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code tweetlake localstack}. */
@Command(
    name = "tweetlake localstack",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The pipeline as it is deployed to AWS, in an emulator on this machine: LocalStack in Docker,"
          + " MiniStack without, or what answers at AWS_ENDPOINT_URL."
    },
    subcommands = {UpCommand.class, DeployCommand.class, DemoCommand.class, DownCommand.class})
public final class LocalStackCommand implements Runnable {
  @Spec private CommandSpec spec;

  private LocalStackCommand() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    CommandRunner.runAndExit(new LocalStackCommand(), "localstack", arguments);
  }

  /** Runs a command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return CommandRunner.run(new LocalStackCommand(), out, err, arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "A command is missing: up, deploy, demo or down");
  }
}
