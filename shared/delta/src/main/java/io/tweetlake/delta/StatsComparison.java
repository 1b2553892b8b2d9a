package io.tweetlake.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares a file's recorded statistics with those of its rows. Bounds may be wider than the rows,
 * as cut texts and rounded times are; never narrower.
 */
final class StatsComparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Delta's times end with milliseconds, rounded down. */
  private static final Duration TIME_PRECISION = Duration.ofMillis(1);

  private final List<String> differences = new ArrayList<>();

  private StatsComparison() {}

  /** What is wrong with the recorded statistics, in words. */
  static List<String> differences(String recorded, String actual) {
    StatsComparison comparison = new StatsComparison();
    JsonNode recordedStats = parse(recorded);
    JsonNode actualStats = parse(actual);
    comparison.same("numRecords", recordedStats.path("numRecords"), actualStats.path("numRecords"));
    comparison.nullCounts(
        "nullCount", recordedStats.path("nullCount"), actualStats.path("nullCount"));
    comparison.bounds(
        "minValues", recordedStats.path("minValues"), actualStats.path("minValues"), 1);
    comparison.bounds(
        "maxValues", recordedStats.path("maxValues"), actualStats.path("maxValues"), -1);
    return List.copyOf(comparison.differences);
  }

  private static JsonNode parse(String stats) {
    try {
      return JSON.readTree(stats);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + stats, e);
    }
  }

  private void same(String path, JsonNode recorded, JsonNode actual) {
    if (!recorded.isMissingNode()
        && !actual.isMissingNode()
        && recorded.asLong(-1) != actual.asLong(-1)) {
      add(path, recorded, actual);
    }
  }

  private void nullCounts(String path, JsonNode recorded, JsonNode actual) {
    if (!recorded.isObject()) {
      same(path, recorded, actual);
      return;
    }
    for (Iterator<Map.Entry<String, JsonNode>> fields = recorded.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      nullCounts(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey()));
    }
  }

  /**
   * @param order of the actual value against the recorded one: 1 where it must not be smaller
   */
  private void bounds(String path, JsonNode recorded, JsonNode actual, int order) {
    if (recorded.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = recorded.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        bounds(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey()), order);
      }
      return;
    }
    if (recorded.isNull() || actual.isNull() || actual.isMissingNode()) {
      return;
    }
    if (compare(actual, recorded) * order < 0) {
      add(path, recorded, actual);
    }
  }

  private static int compare(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue());
    }
    Optional<OffsetDateTime> timeA = time(a.asText());
    Optional<OffsetDateTime> timeB = time(b.asText());
    if (timeA.isPresent() && timeB.isPresent()) {
      Duration apart = Duration.between(timeB.get(), timeA.get());
      return apart.abs().compareTo(TIME_PRECISION) <= 0 ? 0 : apart.compareTo(Duration.ZERO);
    }
    return compareCodePoints(a.asText(), b.asText());
  }

  /** The order of UTF-8, which Parquet and Delta use; {@link String#compareTo} has another. */
  private static int compareCodePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] != right[i]) {
        return Integer.compare(left[i], right[i]);
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static Optional<OffsetDateTime> time(String text) {
    if (text.length() < 19 || text.charAt(4) != '-') {
      return Optional.empty();
    }
    String iso = text.replace(' ', 'T');
    try {
      return Optional.of(
          iso.endsWith("Z") || iso.lastIndexOf('+') > 0
              ? OffsetDateTime.parse(iso)
              : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void add(String path, JsonNode recorded, JsonNode actual) {
    differences.add("%s is recorded as %s, its rows say %s".formatted(path, recorded, actual));
  }
}
