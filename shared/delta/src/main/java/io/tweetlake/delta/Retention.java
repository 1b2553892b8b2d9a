package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * How long a table keeps what it no longer needs, as its properties say.
 *
 * @param deletedFiles data files that no longer are, or never became, part of the table
 * @param log versions that can be read again
 * @param progress entries of landing files that were taken in
 */
record Retention(Duration deletedFiles, Duration log, Duration progress) {
  static final String DELETED_FILES = "delta.deletedFileRetentionDuration";
  static final String LOG = "delta.logRetentionDuration";
  static final String PROGRESS = "tweetlake.progressRetention";

  // Delta's own defaults, and two weeks for what may be delivered late
  private static final Duration DEFAULT_DELETED_FILES = Duration.ofDays(7);
  private static final Duration DEFAULT_LOG = Duration.ofDays(30);
  private static final Duration DEFAULT_PROGRESS = Duration.ofDays(14);

  /** How far the clocks of writers, of the store and of maintenance may be apart, and more. */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofHours(1);

  Retention {
    requireNonNull(deletedFiles, "deletedFiles is null");
    requireNonNull(log, "log is null");
    requireNonNull(progress, "progress is null");
  }

  /**
   * Reads a table's properties.
   *
   * @throws IllegalArgumentException where one is not an interval
   */
  static Retention of(Map<String, String> properties) {
    return new Retention(
        interval(properties, DELETED_FILES, DEFAULT_DELETED_FILES),
        interval(properties, LOG, DEFAULT_LOG),
        interval(properties, PROGRESS, DEFAULT_PROGRESS));
  }

  /** How old an uploaded file may be when it is committed: vacuum does not touch it before. */
  Duration uncommittedFiles() {
    return deletedFiles.minus(clockSkew(deletedFiles));
  }

  /** How long after a landing file was taken in its entry is kept: longer than the promise. */
  Duration progressEntries() {
    return progress.plus(clockSkew(progress));
  }

  private static Duration clockSkew(Duration retention) {
    Duration half = retention.dividedBy(2);
    return half.compareTo(MAX_CLOCK_SKEW) < 0 ? half : MAX_CLOCK_SKEW;
  }

  private static Duration interval(
      Map<String, String> properties, String property, Duration defaultValue) {
    String text = properties.get(property);
    if (text == null) {
      return defaultValue;
    }
    return Intervals.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Table property %s is not an interval such as 'interval 7 days': '%s'"
                        .formatted(property, text)));
  }
}
