package io.tweetlake.engine.json;

import java.io.Closeable;
import java.io.IOException;

/** What a file holds, one JSON value after another. */
interface Records extends Closeable {

  /** Goes to the next record that is not blank; false at the end. */
  boolean next() throws IOException;

  /**
   * Where the record lies, from {@link #from()} to {@link #to()}, which is all of it where nothing
   * else is said; valid until it is left.
   */
  byte[] bytes();

  default int from() {
    return 0;
  }

  default int to() {
    return bytes().length;
  }

  /**
   * Where the record is no JSON value, but several between carriage returns: parts it there, so
   * that {@link #next()} gives them one by one.
   *
   * @return whether it was parted
   */
  default boolean partAtReturns() {
    return false;
  }

  /** The record as the file has it, where that is not the JSON itself. */
  default byte[] source() {
    byte[] source = new byte[to() - from()];
    System.arraycopy(bytes(), from(), source, 0, source.length);
    return source;
  }
}
