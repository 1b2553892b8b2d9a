package io.tweetlake.localstack.cli;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.PipelineFolder;
import io.tweetlake.local.UserException;
import io.tweetlake.local.cli.Project;
import io.tweetlake.local.cli.Terminal;
import io.tweetlake.localstack.Emulator;
import io.tweetlake.localstack.EmulatorRun;
import io.tweetlake.localstack.GivenEndpoint;
import io.tweetlake.localstack.Invocation;
import io.tweetlake.localstack.LocalStack;
import io.tweetlake.localstack.MiniStack;
import io.tweetlake.localstack.ProjectFiles;
import io.tweetlake.localstack.RunningEmulator;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which emulator a command works with. */
final class EmulatorOption {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL";

  @Option(
      names = {"-e", "--emulator"},
      paramLabel = "NAME",
      defaultValue = "localstack",
      description =
          "Which to start: ${COMPLETION-CANDIDATES}. LocalStack needs Docker, MiniStack Python."
              + " By default ${DEFAULT-VALUE}. AWS_ENDPOINT_URL names one that runs already.")
  private EmulatorChoice choice;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "4566",
      description = "Where it listens, on 127.0.0.1. By default ${DEFAULT-VALUE}.")
  private int port;

  private final Map<String, String> environment;

  EmulatorOption() {
    this(System.getenv());
  }

  EmulatorOption(Map<String, String> environment) {
    this.environment = requireNonNull(environment, "environment is null");
  }

  static ProjectFiles files() {
    return new ProjectFiles(Project.current().root());
  }

  /** Starts the emulator that is asked for. */
  EmulatorRun start(Terminal terminal) {
    ProjectFiles files = files();
    if (choice == EmulatorChoice.LOCALSTACK) {
      return LocalStack.start(files, port);
    }
    redirectOutput();
    return MiniStack.start(files, port, functions(), invocation -> terminal.line(line(invocation)));
  }

  /** What {@code AWS_ENDPOINT_URL} names. */
  Optional<EmulatorRun> given() {
    return Optional.ofNullable(environment.get(ENDPOINT))
        .filter(url -> !url.isBlank())
        .map(
            url -> {
              redirectOutput();
              return GivenEndpoint.at(uri(url));
            });
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url.strip());
      if (uri.getHost() != null && uri.getScheme() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // told below, as what is no address of a server
    }
    throw new UserException(
        "Cannot use the emulator that %s names: '%s' is no URL such as http://127.0.0.1:4566"
            .formatted(ENDPOINT, url));
  }

  /** The one that {@code up} started. */
  static Optional<RunningEmulator> running() {
    return RunningEmulator.load(files());
  }

  /** Functions print metrics for CloudWatch, which takes what they print; here a log does. */
  private static void redirectOutput() {
    try {
      System.setOut(
          new PrintStream(
              new FileOutputStream(Project.current().logFile("functions").toFile()),
              true,
              StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the functions' log", e);
    }
  }

  static String line(Invocation invocation) {
    return invocation
        .failure()
        .map(failure -> "%s failed: %s".formatted(invocation.function(), failure))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%-20s ran %.2f s",
                    invocation.function(),
                    invocation.duration().toMillis() / 1000.0));
  }

  private static List<String> functions() {
    return PipelineFolder.load(Project.current().pipeline()).tables().stream()
        .map(table -> Emulator.functionName(table.name()))
        .toList();
  }
}
