package io.tweetlake.function;

import io.tweetlake.engine.Model;
import io.tweetlake.engine.ModelAnswer;
import java.util.List;

/** For functions whose tables call no model. */
final class NoModel implements Model {
  @Override
  public List<ModelAnswer> answer(String name, List<String> texts) {
    throw new IllegalStateException(
        "Cannot ask model %s: this function has none; tables that call ai_query belong to the scorer"
            .formatted(name));
  }
}
