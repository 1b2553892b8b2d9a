package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs functions for an emulator that has nowhere to run them: it posts an invocation's event here,
 * and takes the answer for the function's.
 */
final class FunctionHost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FunctionHost.class);
  private static final String FUNCTION = "X-Amzn-Lambda-Function-Name";

  private final HttpServer server;
  private final HostedFunctions functions;
  private final Consumer<Invocation> listener;
  private final ExecutorService threads = Executors.newCachedThreadPool(FunctionHost::daemon);

  private FunctionHost(
      HttpServer server, HostedFunctions functions, Consumer<Invocation> listener) {
    this.server = requireNonNull(server, "server is null");
    this.functions = requireNonNull(functions, "functions is null");
    this.listener = requireNonNull(listener, "listener is null");
  }

  /** Listens on a free port of the loopback address. */
  static FunctionHost start(HostedFunctions functions, Consumer<Invocation> listener) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FunctionHost host = new FunctionHost(server, functions, listener);
      server.createContext("/", host::handle);
      server.setExecutor(host.threads);
      server.start();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the host of functions", e);
    }
  }

  /** Where invocations are to be posted. */
  URI uri() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String function =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst(FUNCTION)).orElse("");
      byte[] event = exchange.getRequestBody().readAllBytes();
      int status = 200;
      byte[] answer;
      long startNanos = System.nanoTime();
      Optional<String> failure = Optional.empty();
      try {
        answer = functions.invoke(function, event);
        log.debug("{}: {} -> {}", function, text(event), text(answer));
      } catch (RuntimeException | Error e) {
        log.error("Function {} failed on {}", function, text(event), e);
        failure = Optional.of(String.valueOf(e.getMessage()));
        // the emulator takes it for an unhandled error, and shows the batch again
        status = 500;
        answer = failure.orElseThrow().getBytes(StandardCharsets.UTF_8);
      }
      listener.accept(
          new Invocation(function, Duration.ofNanos(System.nanoTime() - startNanos), failure));
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "function");
    thread.setDaemon(true);
    return thread;
  }
}
