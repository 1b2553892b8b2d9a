package io.tweetlake.function.scorer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.engine.Model;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.TableHandler;
import io.tweetlake.sentiment.LexiconModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in tables whose query asks a model. While the endpoint cannot answer, messages go back to
 * the queue, whose visibility timeout is the pause before the next try.
 */
public final class ScorerHandler extends TableHandler {
  private static final Logger log = LoggerFactory.getLogger(ScorerHandler.class);
  private static final String MAX_COMMIT = "TWEETLAKE_MAX_COMMIT_MIB";

  /** Some 50,000 texts: two minutes of one GPU. */
  private static final String DEFAULT_MAX_COMMIT_MIB = "4";

  /** For writing and committing what was scored. */
  private static final Duration COMMIT_TIME = Duration.ofSeconds(20);

  private final Optional<SageMakerModel> endpoints;

  /** As Lambda makes it, from the environment. */
  public ScorerHandler() {
    this(System.getenv());
  }

  /**
   * From an environment: {@link FunctionConfig}'s variables and {@link ModelCatalog}'s. Where the
   * catalog is empty, the lexicon that the function carries answers.
   */
  public ScorerHandler(Map<String, String> environment) {
    this(config(environment), endpoints(environment));
  }

  private ScorerHandler(FunctionConfig config, Optional<SageMakerModel> endpoints) {
    super(config, endpoints.<Model>map(model -> model).orElseGet(ScorerHandler::lexicon));
    this.endpoints = endpoints;
  }

  /** Shares a runtime whose engine asks {@code model}. */
  public ScorerHandler(FunctionRuntime runtime, String table, SageMakerModel model) {
    super(runtime, table);
    this.endpoints = Optional.of(model);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    Duration quarter = left.dividedBy(4);
    Duration reserve = quarter.compareTo(COMMIT_TIME) < 0 ? quarter : COMMIT_TIME;
    endpoints.ifPresent(model -> model.answerUntil(Instant.now().plus(left).minus(reserve)));
    try {
      return super.handleRequest(event, context);
    } finally {
      endpoints.ifPresent(
          model ->
              model
                  .statistics()
                  .forEach((name, statistics) -> log.info("Model {}: {}", name, statistics)));
    }
  }

  private static Optional<SageMakerModel> endpoints(Map<String, String> environment) {
    ModelCatalog catalog = ModelCatalog.of(environment);
    return catalog.isEmpty()
        ? Optional.empty()
        : Optional.of(SageMakerModel.of(catalog, environment));
  }

  private static Model lexicon() {
    return new EmbeddedModel(LexiconModel.load());
  }

  private static FunctionConfig config(Map<String, String> environment) {
    Map<String, String> withDefaults = new TreeMap<>(environment);
    withDefaults.putIfAbsent(MAX_COMMIT, DEFAULT_MAX_COMMIT_MIB);
    return FunctionConfig.ofEnvironment(withDefaults);
  }
}
