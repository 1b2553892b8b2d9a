package io.tweetlake.engine;

import java.util.List;

/**
 * Tells a {@link Model} which texts it will be asked about, so that it can begin with all of them
 * while DuckDB asks for a few thousand at a time. It changes no answer: a text that was expected is
 * asked for all the same, and one that was not is answered too.
 */
public interface LookAhead extends AutoCloseable {
  /** Tells nobody. */
  LookAhead NONE =
      new LookAhead() {
        @Override
        public boolean expect(String name, List<String> texts) {
          return false;
        }

        @Override
        public void expectNoMore() {}

        @Override
        public void close() {}
      };

  /**
   * Returns at once, or nearly so.
   *
   * @param name the model's name in the query
   * @param texts never null; not deduplicated
   * @return whether more are of use
   */
  boolean expect(String name, List<String> texts);

  /** No more texts come; what waits to be joined by further ones can go. */
  void expectNoMore();

  /** Drops what was expected and not asked for. */
  @Override
  void close();
}
