package io.tweetlake.infrastructure;

import java.util.Map;
import java.util.TreeMap;

/**
 * Maps that come out in the same order in every run. Those of {@link Map#of} do not, and templates
 * and their hashes would differ from one synthesis to the next.
 */
final class Sorted {
  private Sorted() {}

  static <V> Map<String, V> byKey(Map<String, V> map) {
    return new TreeMap<>(map);
  }
}
