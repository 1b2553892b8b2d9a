package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The few calls of Lambda's API that tell what was deployed.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/welcome.html">Lambda's API</a>
 */
final class LambdaApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Emulators take service and region from it, and check nothing. */
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=test/20260101/%s/lambda/aws4_request, SignedHeaders=host, Signature=0"
          .formatted(Emulator.REGION);

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  LambdaApi(URI endpoint) {
    this.endpoint = requireNonNull(endpoint, "endpoint is null");
  }

  /** A queue's way to a function. */
  record Mapping(String id, String functionName, String queueName) {
    Mapping {
      requireNonNull(id, "id is null");
      requireNonNull(functionName, "functionName is null");
      requireNonNull(queueName, "queueName is null");
    }
  }

  /** A function, where there is one of that name. */
  Optional<DeployedFunction> function(String name) {
    HttpResponse<String> response =
        send(request("/2015-03-31/functions/%s/configuration".formatted(name)).GET().build());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    JsonNode configuration = body(response);
    Map<String, String> environment = new TreeMap<>();
    configuration
        .at("/Environment/Variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return Optional.of(
        new DeployedFunction(
            name,
            configuration.path("Handler").asText(),
            Duration.ofSeconds(configuration.path("Timeout").asInt(3)),
            configuration.path("MemorySize").asInt(128),
            environment));
  }

  List<Mapping> mappings() {
    List<Mapping> mappings = new ArrayList<>();
    JsonNode answer = body(send(request("/2015-03-31/event-source-mappings/").GET().build()));
    for (JsonNode mapping : answer.path("EventSourceMappings")) {
      mappings.add(
          new Mapping(
              mapping.path("UUID").asText(),
              // arn:aws:lambda:REGION:ACCOUNT:function:NAME[:ALIAS]
              mapping.path("FunctionArn").asText().split(":")[6],
              mapping.path("EventSourceArn").asText().replaceFirst(".*:", "")));
    }
    return mappings;
  }

  /** Keeps the emulator from taking a queue's messages. */
  void disable(Mapping mapping) {
    body(
        send(
            request("/2015-03-31/event-source-mappings/" + mapping.id())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"Enabled\": false}"))
                .build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", SIGNATURE);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking " + request.uri(), e);
    }
  }

  private static JsonNode body(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "Cannot ask %s: it answers %d %s"
              .formatted(response.uri(), response.statusCode(), response.body()));
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what %s answers".formatted(response.uri()), e);
    }
  }
}
