package io.tweetlake.sentiment.endpoint;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tweetlake.sentiment.SentimentModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server, on loopback unless told otherwise, that answers {@code InvokeEndpoint} of
 * SageMaker Runtime, version 2017-05-13, with models of this process. Its limits, errors and their
 * shapes are the service's. It wants a signature of version 4, but does not check it.
 *
 * <p>Answers carry the model's id and revision as custom attributes, {@code
 * model_id=..;model_revision=..}, so that a client can tell what judged its texts.
 */
public final class SageMakerStandIn implements AutoCloseable {
  static {
    // else an answer waits up to 40 ms for the acknowledgement of its own headers
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH = Pattern.compile("/endpoints/([^/]+)/invocations");
  private static final int MAX_BODY_BYTES = 6 << 20;
  private static final String ACCOUNT = "000000000000";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Endpoint> endpoints;
  private final AtomicLong requests = new AtomicLong();

  private SageMakerStandIn(HttpServer server, Map<String, HostedModel> models) {
    this.server = server;
    this.threads = Executors.newCachedThreadPool(SageMakerStandIn::daemon);
    this.endpoints =
        models.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, entry -> new Endpoint(entry.getValue(), threads)));
  }

  /** Serves models by endpoint name in the Hugging Face container's dialect. */
  public static SageMakerStandIn start(Map<String, SentimentModel> models) {
    return startHosted(huggingFace(models));
  }

  /** The same at an address of the caller's, such as one that other containers reach. */
  public static SageMakerStandIn startAt(
      InetSocketAddress address, Map<String, SentimentModel> models) {
    return start(address, huggingFace(models));
  }

  private static Map<String, HostedModel> huggingFace(Map<String, SentimentModel> models) {
    return models.entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                entry -> HostedModel.of(entry.getValue(), Dialect.HUGGING_FACE)));
  }

  /** Serves hosted models by endpoint name, on a free port. */
  public static SageMakerStandIn startHosted(Map<String, HostedModel> models) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), models);
  }

  private static SageMakerStandIn start(
      InetSocketAddress address, Map<String, HostedModel> models) {
    try {
      HttpServer server = HttpServer.create(address, 0);
      SageMakerStandIn standIn = new SageMakerStandIn(server, models);
      server.createContext("/", standIn::handle);
      server.setExecutor(standIn.threads);
      server.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the SageMaker stand-in", e);
    }
  }

  /** What {@code AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME} is to be set to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lets the next calls of an endpoint fail. */
  public void fail(String endpoint, Failure failure, int times) {
    named(endpoint).fail(failure, times);
  }

  /** Lets every call of an endpoint fail for a while: a cold start, or no capacity. */
  public void failFor(String endpoint, Failure failure, Duration time) {
    named(endpoint).failUntil(failure, Instant.now().plus(time));
  }

  public Usage usage(String endpoint) {
    return named(endpoint).usage();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private Endpoint named(String name) {
    Endpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "No endpoint %s; there are %s".formatted(name, endpoints.keySet()));
    }
    return endpoint;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange
          .getResponseHeaders()
          .add("x-amzn-RequestId", "stand-in-" + requests.incrementAndGet());
      try {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        Endpoint endpoint = route(exchange, body);
        byte[] answer = endpoint.invoke(body);
        SentimentModel model = endpoint.hosted().model();
        exchange.getResponseHeaders().add("x-Amzn-Invoked-Production-Variant", "AllTraffic");
        exchange
            .getResponseHeaders()
            .add(
                "X-Amzn-SageMaker-Custom-Attributes",
                "model_id=%s;model_revision=%s".formatted(model.id(), model.revision()));
        send(exchange, 200, answer);
      } catch (ServiceException e) {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", e.error().type());
        send(exchange, e.error().status(), JSON.writeValueAsBytes(e.error().members()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Endpoint route(HttpExchange exchange, byte[] body) throws ServiceException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
    if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
      throw new ServiceException(
          ServiceError.of(404, "UnknownOperationException", "Unknown operation"));
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("AWS4-HMAC-SHA256 ")) {
      throw new ServiceException(
          ServiceError.of(
              403, "MissingAuthenticationTokenException", "Missing Authentication Token"));
    }
    if (body.length > MAX_BODY_BYTES) {
      throw new ServiceException(
          ServiceError.validation(
              "1 validation error detected: Value at 'body' failed to satisfy constraint: Member"
                  + " must have length less than or equal to "
                  + MAX_BODY_BYTES));
    }
    String name = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    Endpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw new ServiceException(
          ServiceError.validation("Endpoint %s of account %s not found.".formatted(name, ACCOUNT)));
    }
    return endpoint;
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sagemaker-stand-in");
    thread.setDaemon(true);
    return thread;
  }
}
