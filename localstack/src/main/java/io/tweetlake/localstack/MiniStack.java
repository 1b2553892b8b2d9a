package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.UserException;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A MiniStack of our own: an emulator in Python (its package is {@code ministack}) that needs no
 * Docker. It runs no Java: it posts invocations to a host in this process.
 */
public final class MiniStack implements EmulatorRun {
  static final String NAME = "MiniStack";

  private static final String ENVIRONMENT = "ministack";
  private static final Duration START = Duration.ofSeconds(60);

  /** Its input is a pipe of ours, which ends with us even where we are killed. */
  private static final String END_WITH_PARENT =
      """
      import os, sys, threading
      def end_with_parent():
          sys.stdin.buffer.read()
          os._exit(0)
      threading.Thread(target=end_with_parent, daemon=True).start()
      from ministack.app import main
      sys.argv = ["ministack"]
      main()
      """;

  private final Process process;
  private final FunctionHost host;
  private final SageMakerStandIn models;
  private final Emulator emulator;

  private MiniStack(
      Process process, FunctionHost host, SageMakerStandIn models, Emulator emulator) {
    this.process = requireNonNull(process, "process is null");
    this.host = requireNonNull(host, "host is null");
    this.models = requireNonNull(models, "models is null");
    this.emulator = requireNonNull(emulator, "emulator is null");
  }

  /**
   * Installs MiniStack where it is missing, starts it, and waits until it answers.
   *
   * @param port on the loopback address; 0 for any free one
   * @param functions the names of those that will be deployed
   * @param listener hears of every invocation
   * @throws UserException where Python or the port is missing, or it does not start
   */
  public static MiniStack start(
      ProjectFiles files, int port, Collection<String> functions, Consumer<Invocation> listener) {
    int freePort = Ports.free(port);
    Path python = VirtualEnvironment.python(files, ENVIRONMENT);
    URI endpoint = URI.create("http://127.0.0.1:" + freePort);
    SageMakerStandIn models = SageMakerStandIn.start(Map.of(Deployment.MODEL, LexiconModel.load()));
    Emulator emulator = new Emulator(NAME, endpoint, Hosting.PROXY, Optional.of(models.endpoint()));
    FunctionHost host =
        FunctionHost.start(new HostedFunctions(emulator, files.pipeline()), listener);
    Path work = files.work(endpoint);
    Path log = work.resolve("ministack.log");
    Process process = ChildProcesses.start(builder(python, freePort, work, log, functions, host));
    MiniStack run = new MiniStack(process, host, models, emulator);
    if (!Health.await(endpoint.resolve("/_ministack/health"), START, process::isAlive)) {
      run.close();
      throw new UserException("Cannot start MiniStack: it does not answer. It says: " + tail(log));
    }
    return run;
  }

  private static ProcessBuilder builder(
      Path python, int port, Path work, Path log, Collection<String> functions, FunctionHost host) {
    ProcessBuilder builder = new ProcessBuilder(List.of(python.toString(), "-c", END_WITH_PARENT));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    // an emulator that is given elsewhere is none of its business
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("GATEWAY_PORT", String.valueOf(port));
    environment.put("BIND_HOST", "127.0.0.1");
    environment.put("MINISTACK_HOST", "127.0.0.1");
    environment.put("TMPDIR", work.toString());
    // else it acknowledges messages for runtimes that it does not have
    environment.put("LAMBDA_STRICT", "1");
    functions.forEach(
        name -> environment.put("MINISTACK_LAMBDA_PROXY_" + name, host.uri().toString()));
    return builder;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + log, e);
    }
  }

  @Override
  public Emulator emulator() {
    return emulator;
  }

  @Override
  public void await() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    ChildProcesses.end(process);
    host.close();
    models.close();
  }
}
