package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.files.DateTimePattern;
import java.util.Optional;

/** How dates and timestamps are written; empty where it is as in ISO 8601. */
public record TimeFormats(Optional<DateTimePattern> date, Optional<DateTimePattern> timestamp) {
  public TimeFormats {
    requireNonNull(date, "date is null");
    requireNonNull(timestamp, "timestamp is null");
  }

  static TimeFormats of(OptionReader options) {
    return new TimeFormats(
        options.text("dateFormat").map(DateTimePattern::new),
        options.text("timestampFormat").map(DateTimePattern::new));
  }
}
