package io.tweetlake.files;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How dates or timestamps are written, in the letters of Java's {@link DateTimeFormatter}. As in
 * Spark, names are English, in any case, and {@code y} is the year whatever the era.
 *
 * @see <a href="https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html">Spark's
 *     patterns</a>
 */
public final class DateTimePattern {
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
  private static final int NANOS_PER_MICRO = 1_000;

  /** Fields of a day: where they are left over, Java could not make one of them. */
  private static final List<ChronoField> LEFT_OF_DAYS =
      List.of(
          ChronoField.DAY_OF_MONTH,
          ChronoField.DAY_OF_WEEK,
          ChronoField.DAY_OF_YEAR,
          ChronoField.ALIGNED_WEEK_OF_MONTH);

  /** Fields of a time of day: where they are left over, Java could not make one of them. */
  private static final List<ChronoField> LEFT_OF_TIMES =
      List.of(
          ChronoField.HOUR_OF_AMPM,
          ChronoField.CLOCK_HOUR_OF_AMPM,
          ChronoField.AMPM_OF_DAY,
          ChronoField.NANO_OF_SECOND);

  private final DateTimeFormatter formatter;

  /**
   * @throws IllegalArgumentException where it is no pattern
   */
  public DateTimePattern(String pattern) {
    requireNonNull(pattern, "pattern is null");
    this.formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(withYears(pattern))
            .toFormatter(Locale.US)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Without an era, Java knows no year of it. */
  private static String withYears(String pattern) {
    String[] parts = pattern.split("'", -1);
    boolean hasEra = false;
    for (int i = 0; i < parts.length; i += 2) {
      hasEra |= parts[i].indexOf('G') >= 0;
    }
    for (int i = 0; i < parts.length && !hasEra; i += 2) {
      parts[i] = parts[i].replace('y', 'u');
    }
    return String.join("'", parts);
  }

  /** A date as ISO 8601 writes it; empty where the text is none, or also tells a time of day. */
  public Optional<String> date(String text) {
    return parsed(text)
        .filter(parsed -> time(parsed).filter(LocalTime.MIDNIGHT::equals).isPresent())
        .flatMap(DateTimePattern::day)
        .map(LocalDate::toString);
  }

  /**
   * A timestamp as ISO 8601 writes it, in UTC, and one of UTC where the text names no zone; empty
   * where it is none, or finer than microseconds.
   */
  public Optional<String> timestamp(String text) {
    return parsed(text)
        .flatMap(DateTimePattern::instant)
        .filter(instant -> instant.getNano() % NANOS_PER_MICRO == 0)
        .filter(instant -> isStorable(instant.atOffset(ZoneOffset.UTC).toLocalDate()))
        .map(Instant::toString);
  }

  private Optional<TemporalAccessor> parsed(String text) {
    try {
      return Optional.of(formatter.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The day; the first of what is told where a year, or its month, is all. */
  private static Optional<LocalDate> day(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    if (date == null
        && parsed.isSupported(ChronoField.YEAR)
        && LEFT_OF_DAYS.stream().noneMatch(parsed::isSupported)) {
      date =
          LocalDate.of(
              parsed.get(ChronoField.YEAR), field(parsed, ChronoField.MONTH_OF_YEAR, 1), 1);
    }
    return Optional.ofNullable(date).filter(DateTimePattern::isStorable);
  }

  private static boolean isStorable(LocalDate date) {
    return !date.isBefore(FIRST) && !date.isAfter(LAST);
  }

  private static Optional<Instant> instant(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Optional.of(Instant.from(parsed));
    }
    ZoneId zone = Optional.ofNullable(parsed.query(TemporalQueries.zone())).orElse(ZoneOffset.UTC);
    return day(parsed)
        .flatMap(day -> time(parsed).map(time -> day.atTime(time).atZone(zone).toInstant()));
  }

  /** The time of day; midnight where nothing tells it, and empty where only a part is told. */
  private static Optional<LocalTime> time(TemporalAccessor parsed) {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (time == null && LEFT_OF_TIMES.stream().noneMatch(parsed::isSupported)) {
      time =
          LocalTime.of(
              field(parsed, ChronoField.HOUR_OF_DAY, 0),
              field(parsed, ChronoField.MINUTE_OF_HOUR, 0),
              field(parsed, ChronoField.SECOND_OF_MINUTE, 0));
    }
    return Optional.ofNullable(time);
  }

  private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }
}
