package io.tweetlake.function.silver;

import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.TableHandler;

/** Takes in a table row by row from other tables. */
public final class SilverHandler extends TableHandler {

  /** As Lambda makes it, from the environment. */
  public SilverHandler() {
    super(FunctionConfig.ofEnvironment(System.getenv()));
  }

  public SilverHandler(FunctionConfig config) {
    super(config);
  }

  public SilverHandler(FunctionRuntime runtime, String table) {
    super(runtime, table);
  }
}
