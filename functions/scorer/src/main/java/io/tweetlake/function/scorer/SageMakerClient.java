package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClientBuilder;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** Calls endpoints through the AWS SDK. */
final class SageMakerClient implements EndpointClient {
  static {
    // the JDK keeps five connections a host, and would make anew those of further calls in flight
    if (System.getProperty("http.maxConnections") == null) {
      System.setProperty("http.maxConnections", "64");
    }
  }

  private static final String ENDPOINT_URL = "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME";
  private static final String JSON = "application/json";

  /** SageMaker itself ends a call after 60 s. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(70);

  private final SageMakerRuntimeClient client;

  SageMakerClient(SageMakerRuntimeClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /** A client for the region, credentials and endpoint URL that the environment names. */
  static SageMakerClient of(Map<String, String> environment) {
    SageMakerRuntimeClientBuilder builder =
        SageMakerRuntimeClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(ATTEMPT_TIMEOUT))
            .overrideConfiguration(
                overrides -> overrides.retryStrategy(AwsRetryStrategy.doNotRetry()));
    Optional.ofNullable(environment.get("AWS_REGION")).map(Region::of).ifPresent(builder::region);
    Optional.ofNullable(environment.get(ENDPOINT_URL))
        .map(URI::create)
        .ifPresent(builder::endpointOverride);
    Credentials.of(environment).ifPresent(builder::credentialsProvider);
    return new SageMakerClient(builder.build());
  }

  @Override
  public Reply invoke(ModelEndpoint model, byte[] body, Duration timeout) {
    Duration limit = timeout.compareTo(ATTEMPT_TIMEOUT) < 0 ? timeout : ATTEMPT_TIMEOUT;
    try {
      InvokeEndpointResponse response =
          client.invokeEndpoint(
              request ->
                  request
                      .endpointName(model.endpoint())
                      .inferenceComponentName(model.inferenceComponent().orElse(null))
                      .contentType(JSON)
                      .accept(JSON)
                      .body(SdkBytes.fromByteArrayUnsafe(body))
                      .overrideConfiguration(overrides -> overrides.apiCallTimeout(limit)));
      return reply(response);
    } catch (ModelErrorException e) {
      throw new InvocationException(kind(e), brief(e.getMessage()), e);
    } catch (AwsServiceException e) {
      throw new InvocationException(kind(e), brief(e.getMessage()), e);
    } catch (SdkException e) {
      throw new InvocationException(FailureKind.RETRY, brief(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Reply reply(InvokeEndpointResponse response) {
    String attributes = Optional.ofNullable(response.customAttributes()).orElse("");
    return new Reply(
        response.body().asByteArrayUnsafe(),
        attribute(attributes, "model_id"),
        attribute(attributes, "model_revision"));
  }

  private static Optional<String> attribute(String attributes, String name) {
    for (String attribute : attributes.split(";")) {
      if (attribute.startsWith(name + "=")) {
        return Optional.of(attribute.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static FailureKind kind(ModelErrorException e) {
    int original = Optional.ofNullable(e.originalStatusCode()).orElse(0);
    if (original == 429 || original == 503) {
      return FailureKind.RETRY;
    }
    return original >= 400 && original < 500 ? FailureKind.REFUSED : FailureKind.CRASHED;
  }

  private static FailureKind kind(AwsServiceException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("");
    if (message.contains("no capacity")) {
      return FailureKind.NO_CAPACITY;
    }
    if (e.isThrottlingException() || e.statusCode() == 429 || e.statusCode() >= 500) {
      return FailureKind.RETRY;
    }
    // the service's own check of the body, not of the endpoint's name
    return message.contains("at 'body'") ? FailureKind.REFUSED : FailureKind.MISCONFIGURED;
  }

  private static String brief(String message) {
    String line = String.valueOf(message).replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "...";
  }
}
