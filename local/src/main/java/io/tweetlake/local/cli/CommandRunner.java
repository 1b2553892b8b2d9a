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
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line: a user's mistake is told in a sentence, anything else with its trace. */
public final class CommandRunner {
  private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";

  private CommandRunner() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param command picocli's
   * @param logName of the file below {@code target} that takes the logs
   */
  public static void runAndExit(Object command, String logName, String... arguments) {
    if (!logName.isEmpty()) {
      logTo(Project.current().logFile(logName.replaceAll("[^a-z]", "")));
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(command, out, err, arguments));
  }

  /** Runs a command and returns its exit code. */
  public static int run(Object command, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = new CommandLine(command);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(100);
    commandLine.setParameterExceptionHandler(CommandRunner::refuse);
    commandLine.setExecutionExceptionHandler(CommandRunner::explain);
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

  /** Tells what is wrong, and of a command only how it is called: its whole help fills a screen. */
  private static int refuse(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      if (command.getParent() == null) {
        command.usage(err);
      } else {
        Help help = command.getHelp();
        err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
        err.println("More: " + command.getCommandSpec().qualifiedName() + " --help");
      }
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (isUsersMistake(failure)) {
      command.getErr().println(failure.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    String place = PlaceProblem.of(failure).orElseThrow(() -> failure);
    // no field: the first logger comes after logTo
    LoggerFactory.getLogger(CommandRunner.class).warn("{}", place, failure);
    command.getErr().println(place);
    return command.getCommandSpec().exitCodeOnExecutionException();
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
}
