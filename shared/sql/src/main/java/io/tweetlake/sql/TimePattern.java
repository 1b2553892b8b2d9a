package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date pattern as Spark reads and writes with it: Java's, with its optional parts, where a
 * fraction of a second may be shorter than its letters, and what is missing is the first of January
 * 1970, midnight, UTC (sql-ref-datetime-pattern of Spark's documentation).
 */
final class TimePattern {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern UNSUPPORTED =
      Pattern.compile("[ABcenNpYWwu#{}]|G{5}|M{5}|L{5}|E{5}|Q{5}|q{5}|y{7}");
  private static final Pattern ONLY_WRITTEN = Pattern.compile("[FqQ]");
  private static final Pattern FRACTION = Pattern.compile("([^S]*)(S+)");

  /** Patterns may come from data; this is enough for those that come often. */
  private static final int MAX_KNOWN = 256;

  private static final Map<String, TimePattern> KNOWN = new ConcurrentHashMap<>();

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String pattern;
  private final DateTimeFormatter writer;
  private final Optional<DateTimeFormatter> reader;

  private TimePattern(String pattern) {
    this.pattern = requireNonNull(pattern, "pattern is null");
    String letters = QUOTED.matcher(pattern).replaceAll("");
    Matcher unsupported = UNSUPPORTED.matcher(letters);
    if (unsupported.find()) {
      throw new IllegalArgumentException(
          "Unsupported date pattern " + unsupported.group() + " in '" + pattern + "'");
    }
    try {
      String java = letters.contains("G") ? pattern : yearsOfEra(pattern);
      this.writer =
          DateTimeFormatter.ofPattern(java, Locale.US)
              .withChronology(IsoChronology.INSTANCE)
              .withZone(ZoneId.of("UTC"));
      this.reader =
          ONLY_WRITTEN.matcher(letters).find()
              ? Optional.empty()
              : Optional.of(reader(java, letters));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read date pattern '" + pattern + "': " + e.getMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException where Spark does not take the pattern
   */
  static TimePattern of(String pattern) {
    TimePattern known = KNOWN.get(pattern);
    if (known != null) {
      return known;
    }
    TimePattern made = new TimePattern(pattern);
    if (KNOWN.size() >= MAX_KNOWN) {
      KNOWN.clear();
    }
    KNOWN.put(pattern, made);
    return made;
  }

  /** Years before 1 have no era of their own: u is the year that y is with one. */
  private static String yearsOfEra(String pattern) {
    StringBuilder java = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      java.append(c == 'y' && !quoted ? 'u' : c);
    }
    return java.toString();
  }

  private static DateTimeFormatter reader(String java, String letters) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    Matcher fractions = FRACTION.matcher(java);
    int end = 0;
    // a quoted S is no fraction
    boolean plain = QUOTED.matcher(java).results().noneMatch(part -> part.group().contains("S"));
    while (plain && fractions.find()) {
      builder.appendPattern(fractions.group(1));
      builder.appendFraction(
          ChronoField.NANO_OF_SECOND, 1, Math.min(fractions.group(2).length(), 9), false);
      end = fractions.end();
    }
    builder.appendPattern(java.substring(end));
    if (!letters.contains("D")) {
      builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    return builder
        .parseDefaulting(ChronoField.ERA, 1)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
        .toFormatter(Locale.US)
        .withChronology(IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * @throws IllegalArgumentException where texts cannot be read with the pattern
   */
  TimePattern forReading() {
    if (reader.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read dates with pattern '" + pattern + "': F, Q and q are for writing");
    }
    return this;
  }

  /** What is written of a time. */
  String write(long epochMicros) {
    return writer.format(
        Instant.ofEpochSecond(
            Math.floorDiv(epochMicros, MICROS_PER_SECOND),
            Math.floorMod(epochMicros, MICROS_PER_SECOND) * 1_000));
  }

  /** The time in microseconds since 1970; empty where the text is not of the pattern. */
  Optional<Long> read(String text) {
    DateTimeFormatter format = forReading().reader.orElseThrow();
    ParsePosition position = new ParsePosition(0);
    try {
      // no exception where a text is of another pattern, which may be so of every row
      if (format.parseUnresolved(text, position) == null || position.getIndex() < text.length()) {
        return Optional.empty();
      }
      TemporalAccessor parts = format.parse(text);
      ZoneId zone = Optional.ofNullable(parts.query(TemporalQueries.zone())).orElse(ZoneOffset.UTC);
      Instant instant = LocalDateTime.of(date(parts), time(parts)).atZone(zone).toInstant();
      return Optional.of(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate date(TemporalAccessor parts) {
    return Optional.ofNullable(parts.query(TemporalQueries.localDate()))
        .orElseGet(
            () ->
                LocalDate.of(
                    part(parts, ChronoField.YEAR, 1970),
                    part(parts, ChronoField.MONTH_OF_YEAR, 1),
                    part(parts, ChronoField.DAY_OF_MONTH, 1)));
  }

  private static LocalTime time(TemporalAccessor parts) {
    return Optional.ofNullable(parts.query(TemporalQueries.localTime()))
        .orElseGet(
            () ->
                LocalTime.of(
                    part(parts, ChronoField.HOUR_OF_DAY, part(parts, ChronoField.HOUR_OF_AMPM, 0)),
                    part(parts, ChronoField.MINUTE_OF_HOUR, 0),
                    part(parts, ChronoField.SECOND_OF_MINUTE, 0),
                    part(parts, ChronoField.NANO_OF_SECOND, 0)));
  }

  private static int part(TemporalAccessor parts, TemporalField field, int otherwise) {
    return parts.isSupported(field) ? parts.get(field) : otherwise;
  }
}
