package io.tweetlake.sentiment;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of model folder. Implementations are found with {@link java.util.ServiceLoader}. */
public interface ModelFormat {

  /** Whether a folder looks like one of this kind. */
  boolean accepts(Path folder);

  /**
   * Opens a folder's model.
   *
   * @throws IOException where something of it is missing or cannot be read
   */
  SentimentModel open(Path folder) throws IOException;
}
