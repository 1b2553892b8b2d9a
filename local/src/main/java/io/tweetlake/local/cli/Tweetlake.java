package io.tweetlake.local.cli;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code tweetlake}. */
@Command(
    name = "tweetlake",
    mixinStandardHelpOptions = true,
    version = "Tweetlake 0.1.0",
    sortOptions = false,
    description = "Posts become Delta tables and moods, as one SQL file declares them.",
    footer = {
      "",
      "tweetlake localstack up|deploy|demo|down: the same as it is deployed, in an emulator of AWS.",
      "tweetlake benchmark [NAME]: measures speed and memory."
    },
    subcommands = {
      DemoCommand.class,
      QueryCommand.class,
      ValidateCommand.class,
      ExplainCommand.class,
      HistoryCommand.class,
      CheckCommand.class,
      MaintainCommand.class,
      ForgetCommand.class,
      ServeCommand.class,
      ReportCommand.class,
      RefreshCommand.class,
      RescoreCommand.class,
      LakeIngestCommand.class,
      GenerateCommand.class,
      InvokeCommand.class,
      ScoreCommand.class
    })
public final class Tweetlake implements Runnable {
  @Spec private CommandSpec spec;

  private Tweetlake() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    CommandRunner.runAndExit(new Tweetlake(), arguments.length == 0 ? "" : arguments[0], arguments);
  }

  /** Runs a command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return CommandRunner.run(new Tweetlake(), out, err, arguments);
  }

  /** The names of all commands. */
  static Set<String> commands() {
    return new CommandLine(new Tweetlake()).getSubcommands().keySet();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
