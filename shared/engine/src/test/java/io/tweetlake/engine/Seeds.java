package io.tweetlake.engine;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The seeds of tests with random input: few in a build, and those that {@code
 * -Dtweetlake.seeds=1000-2000} names in a long run beside it.
 */
final class Seeds {
  private static final String PROPERTY = "tweetlake.seeds";

  private Seeds() {}

  static List<Long> upTo(long last) {
    String[] ends = System.getProperty(PROPERTY, "1-" + last).split("-");
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]))
        .boxed()
        .toList();
  }
}
