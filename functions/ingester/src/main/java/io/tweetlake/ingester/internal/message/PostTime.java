package io.tweetlake.ingester.internal.message;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Reads the three ways in which sources write a time. */
public final class PostTime {
  // v1.1: Wed Oct 10 20:19:24 +0000 2018
  private static final DateTimeFormatter V1 =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss Z uuuu", Locale.ROOT);
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private PostTime() {}

  /** The instant meant by {@code text}; empty where it is none between 1970 and 9999. */
  public static Optional<Instant> parse(String text) {
    return instant(text)
        .filter(instant -> !instant.isBefore(Instant.EPOCH) && !instant.isAfter(LATEST));
  }

  private static Optional<Instant> instant(String text) {
    try {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
      }
      DateTimeFormatter format =
          Character.isDigit(text.charAt(0)) ? DateTimeFormatter.ISO_OFFSET_DATE_TIME : V1;
      return Optional.of(
          OffsetDateTime.parse(text, format).withOffsetSameInstant(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
