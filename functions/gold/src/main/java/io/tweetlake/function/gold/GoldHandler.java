package io.tweetlake.function.gold;

import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.TableHandler;

/** Takes in aggregates and views over other tables. */
public final class GoldHandler extends TableHandler {

  /** As Lambda makes it, from the environment. */
  public GoldHandler() {
    super(FunctionConfig.ofEnvironment(System.getenv()));
  }

  public GoldHandler(FunctionConfig config) {
    super(config);
  }

  public GoldHandler(FunctionRuntime runtime, String table) {
    super(runtime, table);
  }
}
