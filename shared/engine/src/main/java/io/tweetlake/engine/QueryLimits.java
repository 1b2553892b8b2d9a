package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How much a person's query may ask for.
 *
 * @param maxRows rows that are given at most
 * @param maxValueCharacters of one value; where there is such a limit, every value comes as a text,
 *     a longer one cut
 * @param maxCharacters of all values together; rows beyond that are not given
 * @param timeout after which a query is cancelled, in whole seconds; empty for none
 */
public record QueryLimits(
    int maxRows, int maxValueCharacters, long maxCharacters, Optional<Duration> timeout) {
  public QueryLimits {
    if (maxRows < 0) {
      throw new IllegalArgumentException("maxRows is negative: " + maxRows);
    }
    if (maxValueCharacters < 1 || maxCharacters < 1) {
      throw new IllegalArgumentException(
          "Values need characters: %d of one, %d of all"
              .formatted(maxValueCharacters, maxCharacters));
    }
    requireNonNull(timeout, "timeout is null");
    timeout.ifPresent(
        time -> {
          if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("timeout is less than a second: " + time);
          }
        });
  }

  /** Rows are limited, nothing else. */
  public static QueryLimits ofRows(int maxRows) {
    return new QueryLimits(maxRows, Integer.MAX_VALUE, Long.MAX_VALUE, Optional.empty());
  }

  boolean cutsValues() {
    return maxValueCharacters < Integer.MAX_VALUE;
  }
}
