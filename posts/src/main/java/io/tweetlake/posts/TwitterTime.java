package io.tweetlake.posts;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as v1.1 writes them: {@code Tue Jan 26 04:56:25 +0000 2021}. */
final class TwitterTime {
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private TwitterTime() {}

  // by hand, because a DateTimeFormatter takes a fifth of the time that a post takes in all
  static String text(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    text.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(' ');
    text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
    twoDigits(text, time.getDayOfMonth()).append(' ');
    twoDigits(text, time.getHour()).append(':');
    twoDigits(text, time.getMinute()).append(':');
    twoDigits(text, time.getSecond()).append(" +0000 ").append(time.getYear());
    return text.toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
