package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.TableHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

  private final SageMakerModel model;

  /** As Lambda makes it, from the environment. */
  public ScorerHandler() {
    this(System.getenv());
  }

  /** From an environment: {@link FunctionConfig}'s variables and {@link ModelCatalog}'s. */
  public ScorerHandler(Map<String, String> environment) {
    this(config(environment), SageMakerModel.of(environment));
  }

  private ScorerHandler(FunctionConfig config, SageMakerModel model) {
    super(config, model);
    this.model = model;
  }

  /** Shares a runtime whose engine asks {@code model}. */
  public ScorerHandler(FunctionRuntime runtime, String table, SageMakerModel model) {
    super(runtime, table);
    this.model = requireNonNull(model, "model is null");
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    Duration reserve = left.dividedBy(4);
    model.answerUntil(
        Instant.now().plus(left).minus(reserve.compareTo(COMMIT_TIME) < 0 ? reserve : COMMIT_TIME));
    try {
      return super.handleRequest(event, context);
    } finally {
      model.statistics().forEach((name, statistics) -> log.info("Model {}: {}", name, statistics));
    }
  }

  private static FunctionConfig config(Map<String, String> environment) {
    Map<String, String> withDefaults = new TreeMap<>(environment);
    withDefaults.putIfAbsent(MAX_COMMIT, DEFAULT_MAX_COMMIT_MIB);
    return FunctionConfig.ofEnvironment(withDefaults);
  }
}
