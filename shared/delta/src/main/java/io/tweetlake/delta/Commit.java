package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One version of a table, as its log tells it.
 *
 * @param operation such as {@code STREAMING UPDATE} or {@code OPTIMIZE}
 * @param metrics the update's numbers by name, in text
 * @param added files with new data; files that only rearrange rows are not among them
 * @param removed files whose data went away; files that were only rearranged are not among them
 * @param rearrangedFrom files that went away because their rows were only rearranged
 * @param rearrangedInto files that these rows are in now
 * @param progress the progress entries that the commit wrote
 */
public record Commit(
    long version,
    Instant timestamp,
    String operation,
    Map<String, String> metrics,
    List<DataFile> added,
    List<DataFile> removed,
    List<DataFile> rearrangedFrom,
    List<DataFile> rearrangedInto,
    List<Progress> progress) {
  public Commit {
    requireNonNull(timestamp, "timestamp is null");
    requireNonNull(operation, "operation is null");
    metrics = Map.copyOf(metrics);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    rearrangedFrom = List.copyOf(rearrangedFrom);
    rearrangedInto = List.copyOf(rearrangedInto);
    progress = List.copyOf(progress);
  }
}
