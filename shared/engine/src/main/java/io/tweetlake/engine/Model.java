package io.tweetlake.engine;

import java.util.List;

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
}
