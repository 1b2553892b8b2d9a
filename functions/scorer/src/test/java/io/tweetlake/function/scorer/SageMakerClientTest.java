package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer of the service asks the caller to do, through the real client of the SDK. */
class SageMakerClientTest {
  private static final ModelEndpoint MODEL = ModelEndpoint.of("moods", WireDialect.HUGGINGFACE);
  private static final byte[] REQUEST = {'{', '}'};

  private HttpServer server;
  private SageMakerClient client;
  private Answer answer;
  private int calls;

  /** Sends what the service sends. */
  private interface Answer {
    void send(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            calls++;
            answer.send(exchange);
          }
        });
    server.start();
    client =
        SageMakerClient.of(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
                    "http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | ModelNotReadyException | Model is not ready yet | RETRY
          400 | ThrottlingException | Rate exceeded | RETRY
          500 | InternalFailure | An internal failure occurred | RETRY
          503 | ServiceUnavailable | The service is unavailable | RETRY
          530 | InternalDependencyException | A dependency failed | RETRY
          502 | | <html>Bad gateway</html> | RETRY
          400 | ValidationError | Inference Component has no capacity to process this request | NO_CAPACITY
          400 | ValidationError | Endpoint moods of account 1 not found | MISCONFIGURED
          400 | ValidationError | 1 validation error detected: Value at 'body' failed to satisfy constraint | REFUSED
          403 | AccessDeniedException | User is not authorized to perform sagemaker:InvokeEndpoint | MISCONFIGURED
          """)
  void knowsTheServicesErrors(int status, String type, String message, FailureKind kind) {
    answer =
        exchange -> {
          if (type != null) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", type);
          }
          send(exchange, status, type == null ? message : "{\"Message\":\"" + message + "\"}");
        };

    assertFailure(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "429, RETRY",
    "503, RETRY",
    "500, CRASHED",
    "502, CRASHED",
    "504, CRASHED",
    "0, CRASHED",
    "400, REFUSED",
    "413, REFUSED",
    "422, REFUSED"
  })
  void knowsTheContainersErrors(int originalStatus, FailureKind kind) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("x-amzn-ErrorType", "ModelError");
          send(
              exchange,
              424,
              "{\"Message\":\"m\",\"OriginalMessage\":\"m\",\"OriginalStatusCode\":%d,\"LogStreamArn\":\"\"}"
                  .formatted(originalStatus));
        };

    assertFailure(kind);
  }

  @Test
  void triesAgainAfterAConnectionThatEndsWithoutAnAnswer() {
    answer = HttpExchange::close;

    assertFailure(FailureKind.RETRY);
  }

  @Test
  void takesNoAnswerThatBreaksOff() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("[[{\"label\":".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        };

    // the HTTP client hands over what came; no part of an answer is valid JSON
    assertThatThrownBy(
            () ->
                AnswerReader.read(client.invoke(MODEL, REQUEST, Duration.ofSeconds(10)).body(), 1))
        .isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void triesAgainWhereNobodyListens() {
    server.stop(0);
    answer = exchange -> {};

    assertThatThrownBy(() -> client.invoke(MODEL, REQUEST, Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            InvocationException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.RETRY));
  }

  @Test
  void waitsNoLongerThanTheCallerHasTime() {
    answer =
        exchange -> {
          try {
            Thread.sleep(2_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };

    assertThatThrownBy(() -> client.invoke(MODEL, REQUEST, Duration.ofMillis(200)))
        .isInstanceOfSatisfying(
            InvocationException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.RETRY));
  }

  private void assertFailure(FailureKind kind) {
    assertThatThrownBy(() -> client.invoke(MODEL, REQUEST, Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            InvocationException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    assertThat(calls).as("attempts, which the caller counts").isEqualTo(1);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
