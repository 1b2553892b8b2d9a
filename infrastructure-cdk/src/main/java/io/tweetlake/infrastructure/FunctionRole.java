package io.tweetlake.infrastructure;

import io.tweetlake.sql.Source;
import io.tweetlake.sql.Table;

/** Which function updates a table; its query decides. */
enum FunctionRole {
  /** Reads files. */
  BRONZE("io.tweetlake.function.bronze.BronzeHandler"),
  /** Reads rows of other tables, one by one. */
  SILVER("io.tweetlake.function.silver.SilverHandler"),
  /** Sums rows up. */
  GOLD("io.tweetlake.function.gold.GoldHandler"),
  /** Asks a model about rows. */
  SCORER("io.tweetlake.function.scorer.ScorerHandler");

  private final String handler;

  FunctionRole(String handler) {
    this.handler = handler;
  }

  String handler() {
    return handler;
  }

  static FunctionRole of(Table table) {
    if (table.flows().stream().anyMatch(flow -> !flow.query().models().isEmpty())) {
      return SCORER;
    }
    if (table.sources().stream().anyMatch(Source.FileSource.class::isInstance)) {
      return BRONZE;
    }
    boolean aggregates =
        table.flows().stream().anyMatch(flow -> flow.query().aggregation().isPresent());
    return aggregates || table.kind().isComputedAnew() ? GOLD : SILVER;
  }
}
