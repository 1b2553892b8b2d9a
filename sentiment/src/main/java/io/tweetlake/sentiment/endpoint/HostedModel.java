package io.tweetlake.sentiment.endpoint;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sentiment.SentimentModel;
import java.time.Duration;

/**
 * A model behind an endpoint.
 *
 * @param latency how long a call takes at least, for tests that need a slow model
 * @param timeLimit after which a call fails; 60 s at SageMaker
 * @param workers calls that the model answers at one time; further ones wait
 */
public record HostedModel(
    SentimentModel model, Dialect dialect, Duration latency, Duration timeLimit, int workers) {
  private static final Duration SAGEMAKER_TIME_LIMIT = Duration.ofSeconds(60);
  private static final int DEFAULT_WORKERS = 64;

  public HostedModel {
    requireNonNull(model, "model is null");
    requireNonNull(dialect, "dialect is null");
    requireNonNull(latency, "latency is null");
    requireNonNull(timeLimit, "timeLimit is null");
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be positive: " + workers);
    }
  }

  public static HostedModel of(SentimentModel model, Dialect dialect) {
    return new HostedModel(model, dialect, Duration.ZERO, SAGEMAKER_TIME_LIMIT, DEFAULT_WORKERS);
  }

  public HostedModel withLatency(Duration latency) {
    return new HostedModel(model, dialect, latency, timeLimit, workers);
  }

  public HostedModel withTimeLimit(Duration timeLimit) {
    return new HostedModel(model, dialect, latency, timeLimit, workers);
  }

  public HostedModel withWorkers(int workers) {
    return new HostedModel(model, dialect, latency, timeLimit, workers);
  }
}
