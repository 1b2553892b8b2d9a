package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a model lies and how much it is asked at once.
 *
 * @param endpoint the SageMaker endpoint's name
 * @param inferenceComponent the model's name on an endpoint of several
 * @param modelId what rows call the model, unless the endpoint's answers tell
 * @param modelRevision likewise
 * @param maxTexts of one call
 * @param maxBytes of one call's texts
 * @param concurrency calls that the endpoint works on at one time; a few more are on their way, so
 *     that it need not wait for the next
 */
public record ModelEndpoint(
    String endpoint,
    Optional<String> inferenceComponent,
    WireDialect dialect,
    String modelId,
    String modelRevision,
    int maxTexts,
    int maxBytes,
    int concurrency) {
  public static final int DEFAULT_MAX_TEXTS = 32;
  public static final int DEFAULT_CONCURRENCY = 8;

  /** Below the 2 MB of Text Embeddings Inference, JSON's escapes included. */
  public static final int DEFAULT_MAX_BYTES = 256 << 10;

  public ModelEndpoint {
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(inferenceComponent, "inferenceComponent is null");
    requireNonNull(dialect, "dialect is null");
    requireNonNull(modelId, "modelId is null");
    requireNonNull(modelRevision, "modelRevision is null");
    if (maxTexts < 1 || maxTexts > dialect.maxTexts()) {
      throw new IllegalArgumentException(
          "maxTexts of endpoint %s must be from 1 to %d: %d"
              .formatted(endpoint, dialect.maxTexts(), maxTexts));
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "maxBytes of endpoint %s must be positive: %d".formatted(endpoint, maxBytes));
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "concurrency of endpoint %s must be positive: %d".formatted(endpoint, concurrency));
    }
  }

  /** How many calls are in flight at most. */
  int inFlight() {
    return concurrency + Math.max(1, concurrency / 2);
  }

  /** An endpoint with the default limits; its model is called as the endpoint is. */
  public static ModelEndpoint of(String endpoint, WireDialect dialect) {
    return new ModelEndpoint(
        endpoint,
        Optional.empty(),
        dialect,
        endpoint,
        "",
        DEFAULT_MAX_TEXTS,
        DEFAULT_MAX_BYTES,
        DEFAULT_CONCURRENCY);
  }
}
