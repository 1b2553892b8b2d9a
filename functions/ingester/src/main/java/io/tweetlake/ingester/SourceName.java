package io.tweetlake.ingester;

import java.util.Locale;

/** The sources as they are named on a command line. */
enum SourceName {
  REPLAY,
  BLUESKY,
  X_STREAM,
  X_SEARCH,
  X_V1;

  /** {@code x-stream} and the like. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
