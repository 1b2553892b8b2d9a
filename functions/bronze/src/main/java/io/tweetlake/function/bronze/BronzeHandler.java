package io.tweetlake.function.bronze;

import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.TableHandler;

/** Takes in files into a table. */
public final class BronzeHandler extends TableHandler {

  /** As Lambda makes it, from the environment. */
  public BronzeHandler() {
    super(FunctionConfig.ofEnvironment(System.getenv()));
  }

  public BronzeHandler(FunctionConfig config) {
    super(config);
  }

  public BronzeHandler(FunctionRuntime runtime, String table) {
    super(runtime, table);
  }
}
