package io.tweetlake.store;

import java.io.IOException;
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

  private S3Clients() {}

  static SdkHttpClient httpClient() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT_TIMEOUT)
        .socketTimeout(READ_TIMEOUT)
        .build();
  }

  static S3Client create(S3Settings settings, SdkHttpClient httpClient, RetryDelays delays) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(httpClient)
            .region(Region.of(settings.region()))
            .overrideConfiguration(override -> override.retryStrategy(retries(delays)));
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
  private static StandardRetryStrategy retries(RetryDelays delays) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(delays.maxAttempts())
        .backoffStrategy(BackoffStrategy.exponentialDelay(delays.base(), delays.max()))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(delays.throttledBase(), delays.max()))
        .circuitBreakerEnabled(false)
        .retryOnException(S3Clients::isConditionalConflict)
        // an answer that breaks off inside its XML; the SDK takes it for malformed and gives up
        .retryOnException(S3Clients::isBrokenConnection)
        .build();
  }

  /** 409 answers a conditional write that met another one in flight: who won is not known yet. */
  private static boolean isConditionalConflict(Throwable failure) {
    return failure instanceof S3Exception s3 && s3.statusCode() == 409;
  }

  private static boolean isBrokenConnection(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is no such object. The code is unknown where the answer's body broke off. */
  static boolean isMissing(RuntimeException failure) {
    return failure instanceof S3Exception s3
        && s3.statusCode() == 404
        && (s3.awsErrorDetails() == null
            || !"NoSuchBucket".equals(s3.awsErrorDetails().errorCode()));
  }
}
