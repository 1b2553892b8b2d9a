package io.tweetlake.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.bronze.BronzeHandler;
import io.tweetlake.function.gold.GoldHandler;
import io.tweetlake.function.scorer.SageMakerModel;
import io.tweetlake.function.scorer.ScorerHandler;
import io.tweetlake.function.silver.SilverHandler;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;

/** Which function keeps which table up to date. */
public enum FunctionKind {
  BRONZE,
  SILVER,
  GOLD,
  SCORER;

  /** Files, models, aggregates and the rest, in this order. */
  public static FunctionKind of(Table table) {
    if (table.sources().stream().anyMatch(FileSource.class::isInstance)) {
      return BRONZE;
    }
    if (table.flows().stream().anyMatch(flow -> !flow.query().models().isEmpty())) {
      return SCORER;
    }
    boolean aggregates =
        table.flows().stream().anyMatch(flow -> flow.query().aggregation().isPresent());
    return aggregates || table.kind().isComputedAnew() ? GOLD : SILVER;
  }

  RequestHandler<SQSEvent, SQSBatchResponse> handler(
      FunctionRuntime runtime, SageMakerModel model, String table) {
    return switch (this) {
      case BRONZE -> new BronzeHandler(runtime, table);
      case SILVER -> new SilverHandler(runtime, table);
      case GOLD -> new GoldHandler(runtime, table);
      case SCORER -> new ScorerHandler(runtime, table, model);
    };
  }
}
