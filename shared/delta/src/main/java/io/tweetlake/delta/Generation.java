package io.tweetlake.delta;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a table was built anew. Progress can't be taken out of a log, so each generation writes
 * its progress under names of its own, and an older generation's is no longer looked at.
 *
 * @param number 0 for a table that never was built anew
 */
record Generation(long number) {
  static final String PROPERTY = "tweetlake.generation";
  static final Generation FIRST = new Generation(0);
  private static final Pattern APP_ID = Pattern.compile("g([1-9][0-9]*)/(.*)", Pattern.DOTALL);

  Generation {
    if (number < 0) {
      throw new IllegalArgumentException("number is negative: " + number);
    }
  }

  static Generation of(Map<String, String> properties) {
    return new Generation(Long.parseLong(properties.getOrDefault(PROPERTY, "0")));
  }

  Generation next() {
    return new Generation(number + 1);
  }

  /** The {@code appId} under which a source's progress stands in the log. */
  String appId(String source) {
    if (APP_ID.matcher(source).matches()) {
      throw new IllegalArgumentException(
          "Cannot write progress of '%s': names that begin with g, a number and a slash are taken"
              .formatted(source));
    }
    return number == 0 ? source : "g" + number + "/" + source;
  }

  /** The source whose progress stands under an {@code appId}; empty for other generations'. */
  Optional<String> source(String appId) {
    Matcher matcher = APP_ID.matcher(appId);
    if (!matcher.matches()) {
      return number == 0 ? Optional.of(appId) : Optional.empty();
    }
    return matcher.group(1).equals(Long.toString(number))
        ? Optional.of(matcher.group(2))
        : Optional.empty();
  }

  /** The source of an {@code appId} of any generation. */
  static String sourceOfAny(String appId) {
    Matcher matcher = APP_ID.matcher(appId);
    return matcher.matches() ? matcher.group(2) : appId;
  }
}
