package io.tweetlake.store.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Sends requests to a real server and lets a schedule of faults come between. */
public final class FaultyHttpClient implements SdkHttpClient {
  private final SdkHttpClient network = UrlConnectionHttpClient.create();
  private final Schedule schedule;

  /** Decides what happens to each request. */
  public interface Schedule {
    /** Called before each request; may wait. */
    Fault next(SdkHttpRequest request) throws IOException;

    /** Takes what is to be run much later, in place of a {@link Fault#LATE} request. */
    void runLater(Runnable request);
  }

  public FaultyHttpClient(Schedule schedule) {
    this.schedule = requireNonNull(schedule, "schedule is null");
  }

  /** A schedule for one kind of fault at a time, set by the caller. */
  public static Schedule schedule(
      ThrowingFunction<SdkHttpRequest, Fault> next, Consumer<Runnable> runLater) {
    return new Schedule() {
      @Override
      public Fault next(SdkHttpRequest request) throws IOException {
        return next.apply(request);
      }

      @Override
      public void runLater(Runnable request) {
        runLater.accept(request);
      }
    };
  }

  /** A function that may fail as a connection does. */
  public interface ThrowingFunction<T, R> {
    R apply(T value) throws IOException;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
    Fault fault = schedule.next(request.httpRequest());
    boolean isWrite = request.httpRequest().method() == SdkHttpMethod.PUT;
    return switch (fault) {
      case NONE -> network.prepareRequest(request).call();
      case DROP_REQUEST -> throw new IOException("injected: request dropped");
      case DROP_ANSWER -> {
        discard(network.prepareRequest(request).call());
        throw new IOException("injected: answer dropped");
      }
      case CUT_ANSWER -> cut(network.prepareRequest(request).call());
      case DOUBLE -> {
        HttpExecuteRequest detached = detached(request);
        discard(network.prepareRequest(detached).call());
        yield network.prepareRequest(detached).call();
      }
      case LATE -> {
        if (isWrite) {
          HttpExecuteRequest detached = detached(request);
          schedule.runLater(() -> carryOut(detached));
        }
        throw new IOException("injected: request late");
      }
      case INTERNAL_ERROR -> error(500, "InternalError");
      case INTERNAL_ERROR_AFTER -> {
        discard(network.prepareRequest(request).call());
        yield error(500, "InternalError");
      }
      case SLOW_DOWN -> error(503, "SlowDown");
      case CONFLICT ->
          isConditionalWrite(request)
              ? error(409, "ConditionalRequestConflict")
              : network.prepareRequest(request).call();
    };
  }

  private static boolean isConditionalWrite(HttpExecuteRequest request) {
    return request.httpRequest().method() == SdkHttpMethod.PUT
        && (request.httpRequest().firstMatchingHeader("If-None-Match").isPresent()
            || request.httpRequest().firstMatchingHeader("If-Match").isPresent());
  }

  /** The request as it is on the wire: its sender may be gone by the time it arrives. */
  private static HttpExecuteRequest detached(HttpExecuteRequest request) throws IOException {
    if (request.contentStreamProvider().isEmpty()) {
      return request;
    }
    byte[] body;
    try (InputStream in = request.contentStreamProvider().get().newStream()) {
      body = in.readAllBytes();
    }
    return HttpExecuteRequest.builder()
        .request(request.httpRequest())
        .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
        .build();
  }

  private void carryOut(HttpExecuteRequest request) {
    try {
      discard(network.prepareRequest(request).call());
    } catch (IOException e) {
      // lost on its way, as when the server has closed the connection: nobody waits for an answer
    }
  }

  private static void discard(HttpExecuteResponse response) throws IOException {
    Optional<AbortableInputStream> body = response.responseBody();
    if (body.isPresent()) {
      try (InputStream in = body.get()) {
        in.readAllBytes();
      }
    }
  }

  private static HttpExecuteResponse cut(HttpExecuteResponse response) throws IOException {
    Optional<AbortableInputStream> body = response.responseBody();
    if (body.isEmpty()) {
      throw new IOException("injected: answer dropped");
    }
    byte[] whole;
    try (InputStream in = body.get()) {
      whole = in.readAllBytes();
    }
    InputStream half =
        new SequenceInputStream(
            new ByteArrayInputStream(Arrays.copyOf(whole, whole.length / 2)), new Broken());
    return HttpExecuteResponse.builder()
        .response(response.httpResponse())
        .responseBody(AbortableInputStream.create(half))
        .build();
  }

  private static HttpExecuteResponse error(int status, String code) {
    byte[] body =
        "<Error><Code>%s</Code><Message>injected</Message></Error>".formatted(code).getBytes(UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/xml")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  @Override
  public void close() {
    network.close();
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("injected: connection broken");
    }
  }
}
