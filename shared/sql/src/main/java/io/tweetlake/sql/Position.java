package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/**
 * A place in a pipeline's source.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Position(String file, int line, int column) {
  public Position {
    requireNonNull(file, "file is null");
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
