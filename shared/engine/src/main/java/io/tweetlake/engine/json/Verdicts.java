package io.tweetlake.engine.json;

import java.util.Arrays;
import java.util.BitSet;

/** What a first look at a file's records found, so that the second need not look again. */
final class Verdicts {
  /** So many elements or more: one byte a record has to do, since files have millions. */
  private static final int MANY_ELEMENTS = 255;

  private static final int INITIAL_CAPACITY = 64;

  private final BitSet fitting = new BitSet();
  private byte[] elements = new byte[INITIAL_CAPACITY];

  /**
   * Of a record that was looked at.
   *
   * @param fits whether its bytes can go to DuckDB as they are
   * @param count the elements of all its lists
   */
  void put(int record, boolean fits, long count) {
    fitting.set(record, fits);
    if (record >= elements.length) {
      elements = Arrays.copyOf(elements, Math.max(record + 1, elements.length * 2));
    }
    elements[record] = (byte) Math.min(count, MANY_ELEMENTS);
  }

  /** Forgets which fit: that must be looked at again. */
  void clear() {
    fitting.clear();
  }

  /** Whether a record is known to fit. */
  boolean fits(int record) {
    return fitting.get(record);
  }

  /** How many elements a record that fits has at most; any number where it has many. */
  long elements(int record) {
    int count = Byte.toUnsignedInt(elements[record]);
    return count == MANY_ELEMENTS ? Integer.MAX_VALUE : count;
  }
}
