package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The emulator that {@code up} started, noted in a file for the other commands.
 *
 * @param processId of the {@code up} that hosts it; empty where Docker does
 */
public record RunningEmulator(Emulator emulator, Optional<Long> processId) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public RunningEmulator {
    requireNonNull(emulator, "emulator is null");
    requireNonNull(processId, "processId is null");
  }

  /** Notes it. */
  public void save(ProjectFiles files) {
    Properties properties = new Properties();
    properties.setProperty("name", emulator.name());
    properties.setProperty("endpoint", emulator.endpoint().toString());
    properties.setProperty("hosting", emulator.hosting().name());
    emulator
        .modelEndpoint()
        .ifPresent(url -> properties.setProperty("model-endpoint", url.toString()));
    processId.ifPresent(
        id -> {
          properties.setProperty("process", String.valueOf(id));
          properties.setProperty("started", startOf(id).map(Instant::toString).orElse(""));
        });
    try (Writer writer = Files.newBufferedWriter(file(files))) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot note the emulator in " + file(files), e);
    }
  }

  /** The emulator that is noted, unless its process has ended. */
  public static Optional<RunningEmulator> load(ProjectFiles files) {
    if (!Files.exists(file(files))) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file(files))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(files), e);
    }
    Optional<Long> processId =
        Optional.ofNullable(properties.getProperty("process")).map(Long::valueOf);
    if (processId.isPresent()
        && !startOf(processId.orElseThrow())
            .map(Instant::toString)
            .equals(Optional.of(properties.getProperty("started", "")))) {
      forget(files);
      return Optional.empty();
    }
    Emulator emulator =
        new Emulator(
            properties.getProperty("name"),
            URI.create(properties.getProperty("endpoint")),
            Hosting.valueOf(properties.getProperty("hosting")),
            Optional.ofNullable(properties.getProperty("model-endpoint")).map(URI::create));
    return Optional.of(new RunningEmulator(emulator, processId));
  }

  /** Ends it. */
  public void stop(ProjectFiles files) {
    if (processId.isPresent()) {
      processId.flatMap(ProcessHandle::of).ifPresent(RunningEmulator::end);
    } else {
      LocalStack.stop(files);
    }
    forget(files);
  }

  /** Takes the note away. */
  public static void forget(ProjectFiles files) {
    try {
      Files.deleteIfExists(file(files));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file(files), e);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells a process from a later one with its number. */
  private static Optional<Instant> startOf(long processId) {
    return ProcessHandle.of(processId).flatMap(process -> process.info().startInstant());
  }

  private static Path file(ProjectFiles files) {
    return files.work().resolve("emulator.properties");
  }
}
