package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.infrastructure.InferenceSettings.Container;
import java.util.Optional;

/**
 * Who answers {@code ai_query}.
 *
 * @param endpoint a SageMaker endpoint of this account and region; empty for the word list that the
 *     scorer carries, which needs no GPU and costs nothing
 * @param endpointUrl of a stand-in for SageMaker; empty for SageMaker itself
 * @param variant of the endpoint, under whose name AWS publishes its metrics
 * @param inferenceComponent of an endpoint whose models are inference components; empty for one
 *     with a model of its own
 * @param dialect what the endpoint speaks
 */
public record ScoringSettings(
    Optional<String> endpoint,
    Optional<String> endpointUrl,
    String variant,
    Optional<String> inferenceComponent,
    Dialect dialect,
    int timeoutSeconds,
    int maxConcurrency) {
  /** What SageMaker's own tools call the only variant of an endpoint. */
  private static final String SAGEMAKERS_VARIANT = "AllTraffic";

  public ScoringSettings {
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(endpointUrl, "endpointUrl is null");
    requireNonNull(variant, "variant is null");
    requireNonNull(inferenceComponent, "inferenceComponent is null");
    requireNonNull(dialect, "dialect is null");
  }

  /** The form of an endpoint's questions and answers. */
  public enum Dialect {
    HUGGINGFACE,
    TEI
  }

  static ScoringSettings of(ContextValues values, InferenceSettings inference) {
    Optional<String> existing = values.optional("scoring.endpoint");
    Dialect dialect = values.choice("scoring.dialect", Dialect.HUGGINGFACE);
    if (inference.deployed() && existing.isPresent()) {
      values.problem(
          "scoring.endpoint names an existing endpoint and inference deploys a new one: give one of"
              + " the two");
    }
    String variant = values.text("scoring.variant", SAGEMAKERS_VARIANT);
    Optional<String> component = values.optional("scoring.inference-component");
    boolean ours = inference.deployed();
    return new ScoringSettings(
        ours ? Optional.of(inference.endpointName()) : existing,
        values.optional("scoring.endpoint-url"),
        ours ? InferenceStack.VARIANT : variant,
        ours ? inference.component() : component,
        ours ? inference.container() == Container.TEI ? Dialect.TEI : Dialect.HUGGINGFACE : dialect,
        values.number("scoring.timeout-seconds", 300, 60, 900),
        values.number("scoring.max-concurrency", 2, 2, 100));
  }
}
