package io.tweetlake.store;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to reach S3.
 *
 * @param endpoint another S3 than AWS's own, addressed with the bucket in the path
 * @param keys fixed keys; without them the AWS SDK's default chain looks for credentials
 */
public record S3Settings(String region, Optional<URI> endpoint, Optional<S3Keys> keys) {
  private static final String DEFAULT_REGION = "us-east-1";

  public S3Settings {
    if (region.isBlank()) {
      throw new IllegalArgumentException("region is blank");
    }
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(keys, "keys is null");
  }

  /** AWS's own S3 with credentials from the environment. */
  public static S3Settings aws(String region) {
    return new S3Settings(region, Optional.empty(), Optional.empty());
  }

  /** Another server that speaks S3's protocol. */
  public static S3Settings at(URI endpoint, S3Keys keys) {
    return new S3Settings(DEFAULT_REGION, Optional.of(endpoint), Optional.of(keys));
  }

  /**
   * Reads the variables that every AWS SDK reads: {@code AWS_REGION} or {@code AWS_DEFAULT_REGION},
   * {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, and {@code AWS_ACCESS_KEY_ID} with
   * {@code AWS_SECRET_ACCESS_KEY}. Keys that belong to a session change while a process runs: the
   * SDK's default chain looks for those.
   */
  public static S3Settings ofEnvironment(Map<String, String> environment) {
    return new S3Settings(
        first(environment, "AWS_REGION", "AWS_DEFAULT_REGION").orElse(DEFAULT_REGION),
        first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").map(URI::create),
        keys(environment));
  }

  private static Optional<S3Keys> keys(Map<String, String> environment) {
    if (first(environment, "AWS_SESSION_TOKEN").isPresent()) {
      return Optional.empty();
    }
    return first(environment, "AWS_ACCESS_KEY_ID")
        .flatMap(
            id ->
                first(environment, "AWS_SECRET_ACCESS_KEY").map(secret -> new S3Keys(id, secret)));
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
