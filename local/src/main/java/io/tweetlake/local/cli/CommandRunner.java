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
import picocli.CommandLine.ParseResult;

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
}
