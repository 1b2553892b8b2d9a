package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of the machine that runs and ends. */
record ExternalCommand(List<String> arguments, Path folder, Map<String, String> environment) {
  ExternalCommand {
    arguments = List.copyOf(arguments);
    requireNonNull(folder, "folder is null");
    environment = Map.copyOf(environment);
  }

  static ExternalCommand of(Path folder, String... arguments) {
    return new ExternalCommand(List.of(arguments), folder, Map.of());
  }

  /** What a command printed, errors included. */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }

    /** The last lines, where a program says what went wrong. */
    String lastLines() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return String.join(
          System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
  }

  /** Runs it to its end; a program that is not there counts as one that failed. */
  Result run() {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = ChildProcesses.start(builder);
    } catch (UncheckedIOException e) {
      return new Result(127, String.valueOf(e.getCause().getMessage()));
    }
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what %s says".formatted(arguments.get(0)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ChildProcesses.end(process);
      throw new IllegalStateException("Interrupted while running " + arguments.get(0), e);
    }
  }

  /** Whether a program is there and runs. */
  static boolean works(String... arguments) {
    return of(Path.of("").toAbsolutePath(), arguments).run().succeeded();
  }
}
