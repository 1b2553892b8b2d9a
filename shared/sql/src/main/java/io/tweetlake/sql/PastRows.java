package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of a stream that a target has taken in already, read again where streams are joined.
 *
 * @param before the relation of those that were taken in before the update, where that is read
 * @param soFar the relation of those and of the new ones, where that is read
 * @param metBy the relations of the streams whose new rows are joined with them; where none of
 *     these has new rows, past rows make no difference. The stream itself is among them where it is
 *     joined with itself
 */
public record PastRows(Optional<String> before, Optional<String> soFar, Set<String> metBy) {
  static final PastRows NONE = new PastRows(Optional.empty(), Optional.empty(), Set.of());

  public PastRows {
    requireNonNull(before, "before is null");
    requireNonNull(soFar, "soFar is null");
    metBy = Set.copyOf(metBy);
  }

  PastRows with(StreamRows rows, String relation) {
    return rows == StreamRows.BEFORE
        ? new PastRows(Optional.of(relation), soFar, metBy)
        : new PastRows(before, Optional.of(relation), metBy);
  }

  PastRows metBy(Set<String> streams) {
    Set<String> all = new HashSet<>(metBy);
    all.addAll(streams);
    return new PastRows(before, soFar, all);
  }

  /** Whether the stream is joined with another, or with itself. */
  public boolean areRead() {
    return before.isPresent() || soFar.isPresent();
  }
}
