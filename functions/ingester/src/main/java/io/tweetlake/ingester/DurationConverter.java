package io.tweetlake.ingester;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d} and ISO 8601's {@code PT15M}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    String upper = value.toUpperCase(Locale.ROOT);
    try {
      if (upper.startsWith("P")) {
        return Duration.parse(upper);
      }
      return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + value + "' is not a time such as 90s, 15m or 2h");
    }
  }
}
