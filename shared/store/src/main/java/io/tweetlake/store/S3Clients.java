package io.tweetlake.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Builds the SDK's client with our limits. */
final class S3Clients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_ATTEMPTS = 7;
  private static final Duration BASE_DELAY = Duration.ofMillis(25);
  private static final Duration THROTTLED_BASE_DELAY = Duration.ofMillis(200);
  // with seven attempts the waits add up to at most 40 s, less than a short function's timeout
  private static final Duration MAX_DELAY = Duration.ofSeconds(10);

  private S3Clients() {}

  static SdkHttpClient httpClient() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT_TIMEOUT)
        .socketTimeout(READ_TIMEOUT)
        .build();
  }

  static S3Client create(S3Settings settings, SdkHttpClient httpClient) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(httpClient)
            .region(Region.of(settings.region()))
            .overrideConfiguration(override -> override.retryStrategy(retries()));
    settings
        .endpoint()
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    settings
        .keys()
        .ifPresent(
            keys ->
                builder.credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()))));
    return builder.build();
  }

  /** Exponential and fully jittered; the circuit breaker would give up too early under SlowDown. */
  private static StandardRetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .backoffStrategy(BackoffStrategy.exponentialDelay(BASE_DELAY, MAX_DELAY))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(THROTTLED_BASE_DELAY, MAX_DELAY))
        .circuitBreakerEnabled(false)
        .retryOnException(S3Clients::isConditionalConflict)
        .build();
  }

  /** 409 answers a conditional write that met another one in flight: who won is not known yet. */
  private static boolean isConditionalConflict(Throwable failure) {
    return failure instanceof S3Exception s3 && s3.statusCode() == 409;
  }
}
