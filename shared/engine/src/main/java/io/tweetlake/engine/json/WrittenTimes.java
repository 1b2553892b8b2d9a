package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/**
 * Dates or timestamps that are written by a pattern.
 *
 * @param iso what ISO 8601 writes for a text; empty where the pattern does not read it
 * @param asNumbers whether one that is written in digits alone is no number
 */
record WrittenTimes(Function<String, Optional<String>> iso, boolean asNumbers) {
  WrittenTimes {
    requireNonNull(iso, "iso is null");
  }
}
