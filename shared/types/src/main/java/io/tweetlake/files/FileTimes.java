package io.tweetlake.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in options, such as {@code 2026-11-22 10:00:00.000000 UTC+0}. */
public final class FileTimes {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)(?:[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)(?: ?(Z|[+-]\\d.*|[A-Z].*))?)?");

  private FileTimes() {}

  /**
   * Reads a time, one of UTC where it names no zone.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Instant parse(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    try {
      if (matcher.matches()) {
        LocalTime time =
            Optional.ofNullable(matcher.group(2)).map(LocalTime::parse).orElse(LocalTime.MIDNIGHT);
        ZoneId zone = Optional.ofNullable(matcher.group(3)).map(ZoneId::of).orElse(ZoneOffset.UTC);
        return LocalDate.parse(matcher.group(1)).atTime(time).atZone(zone).toInstant();
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Cannot read time '" + text + "': " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("Cannot read time '" + text + "'");
  }
}
