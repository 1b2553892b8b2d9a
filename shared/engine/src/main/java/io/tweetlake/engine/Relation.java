package io.tweetlake.engine;

import java.util.Optional;

/** Something that a workspace's statements can read by name. */
interface Relation {

  /**
   * The query behind the name.
   *
   * @param metadata whether the hidden column {@code _metadata} is shown, if there is one
   */
  String sql(MetadataColumn metadata);

  /** Gives up what the relation holds. */
  default void close() {}

  /** The file that is to blame for what DuckDB says of a statement, if it names one of these. */
  default Optional<UnreadableFileException> blamed(EngineException failure) {
    return Optional.empty();
  }
}
