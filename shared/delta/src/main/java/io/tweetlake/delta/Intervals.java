package io.tweetlake.delta;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as table properties write them: {@code interval 1 week}, {@code 36 hours}. */
final class Intervals {
  private static final Pattern WHOLE =
      Pattern.compile("(?:interval\\s+)?((?:[0-9]+\\s+[a-z]+\\s*)+)");
  private static final Pattern PART = Pattern.compile("([0-9]+)\\s+([a-z]+)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "millisecond", ChronoUnit.MILLIS,
          "second", ChronoUnit.SECONDS,
          "minute", ChronoUnit.MINUTES,
          "hour", ChronoUnit.HOURS,
          "day", ChronoUnit.DAYS);
  private static final int DAYS_PER_WEEK = 7;

  private Intervals() {}

  /** The duration; empty where the text is not one. */
  static Optional<Duration> parse(String text) {
    Matcher whole = WHOLE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!whole.matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(whole.group(1));
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      String unit = part.group(2).replaceFirst("s$", "");
      if (unit.equals("week")) {
        sum = sum.plusDays(Math.multiplyExact(count, DAYS_PER_WEEK));
      } else if (UNITS.containsKey(unit)) {
        sum = sum.plus(Duration.of(count, UNITS.get(unit)));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(sum);
  }
}
