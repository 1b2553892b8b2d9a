package io.tweetlake.engine;

import java.util.List;
import java.util.Optional;

/** What {@code ai_query} calls. */
@FunctionalInterface
public interface Model {

  /**
   * Scores texts.
   *
   * @param name the model's name in the query
   * @param texts never null; not deduplicated
   * @return one answer a text, in order
   * @throws RuntimeException where nothing can be scored now; the update then fails as a whole and
   *     is tried again later
   */
  List<ModelAnswer> answer(String name, List<String> texts);

  /**
   * For one query that is about to run; whoever gets it closes it. Empty where the model gains
   * nothing by knowing.
   */
  default Optional<LookAhead> lookAhead() {
    return Optional.empty();
  }
}
