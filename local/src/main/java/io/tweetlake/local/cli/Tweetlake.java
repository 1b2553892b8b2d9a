package io.tweetlake.local.cli;

import io.tweetlake.ingester.IngestException;
import io.tweetlake.local.UserException;
import io.tweetlake.sql.InvalidPipelineException;
import io.tweetlake.store.ObjectStoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line {@code tweetlake}. */
@Command(
    name = "tweetlake",
    mixinStandardHelpOptions = true,
    version = "Tweetlake 0.1.0",
    sortOptions = false,
    description = "Posts become Delta tables and moods, as one SQL file declares them.",
    subcommands = {
      DemoCommand.class,
      QueryCommand.class,
      ValidateCommand.class,
      ExplainCommand.class,
      HistoryCommand.class,
      CheckCommand.class,
      MaintainCommand.class,
      PageCommand.class,
      RefreshCommand.class,
      RescoreCommand.class,
      LandCommand.class,
      GenerateCommand.class,
      InvokeCommand.class,
      ScoreCommand.class
    })
public final class Tweetlake implements Runnable {
  private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";

  @Spec private CommandSpec spec;

  private Tweetlake() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      logTo(Project.current().logFile(arguments[0].replaceAll("[^a-z]", "")));
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = new CommandLine(new Tweetlake());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(100);
    commandLine.setExecutionExceptionHandler(Tweetlake::explain);
    int exitCode = commandLine.execute(arguments);
    out.flush();
    err.flush();
    return exitCode;
  }

  /** Keeps the functions' logs off the screen; must come before the first logger is made. */
  private static void logTo(Path file) {
    if (System.getProperty(LOG_FILE) == null && Files.isDirectory(file.getParent())) {
      System.setProperty(LOG_FILE, file.toString());
    }
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (isUsersMistake(failure)) {
      command.getErr().println(failure.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw failure;
  }

  private static boolean isUsersMistake(Exception failure) {
    return List.of(
            UserException.class,
            InvalidPipelineException.class,
            IngestException.class,
            ObjectStoreException.class)
        .stream()
        .anyMatch(type -> type.isInstance(failure));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
