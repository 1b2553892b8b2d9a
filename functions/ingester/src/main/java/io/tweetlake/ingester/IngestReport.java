package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run has done so far or in all. Every message that a source delivered is counted once, as a
 * post, notice, rejected, duplicate, filtered or dropped one.
 *
 * @param lines lines that were not empty
 * @param posts posts taken in
 * @param notices notices taken in, by type
 * @param rejected lines that are neither, by reason; they land with their text
 * @param duplicates messages that had been taken in shortly before
 * @param filtered posts that were not asked for, by reason; {@code beyond-limit} came with others
 *     after the last one that the run may take in
 * @param dropped posts lost because storage was slower than the source for too long
 * @param written messages that are in the bucket
 * @param postsWritten posts among them
 * @param files objects written
 * @param filesThere objects that had been there already with the same content
 * @param bytes bytes of the objects written
 * @param reconnects connections made again, by the cause
 * @param spent what the posts received cost, in US dollars
 * @param newestPost when the post taken in last was made
 * @param stopReason why the run ended; empty while it runs
 */
public record IngestReport(
    long lines,
    long posts,
    SortedMap<String, Long> notices,
    SortedMap<String, Long> rejected,
    long duplicates,
    SortedMap<String, Long> filtered,
    long dropped,
    long written,
    long postsWritten,
    long files,
    long filesThere,
    long bytes,
    SortedMap<String, Long> reconnects,
    BigDecimal spent,
    Duration elapsed,
    Optional<Instant> newestPost,
    Optional<StopReason> stopReason) {
  public IngestReport {
    notices = new TreeMap<>(notices);
    rejected = new TreeMap<>(rejected);
    filtered = new TreeMap<>(filtered);
    reconnects = new TreeMap<>(reconnects);
    requireNonNull(spent, "spent is null");
    requireNonNull(elapsed, "elapsed is null");
    requireNonNull(newestPost, "newestPost is null");
    requireNonNull(stopReason, "stopReason is null");
  }

  /** The counts in two lines of text. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d lines, %,d messages: %,d posts, %,d notices, %,d rejected,"
            + " %,d duplicates, %,d filtered, %,d dropped%n"
            + "%,d messages written in %,d files (%,d were there already)",
        lines,
        messages(),
        posts,
        noticeCount(),
        rejectedCount(),
        duplicates,
        filteredCount(),
        dropped,
        written,
        files + filesThere,
        filesThere);
  }

  /** Everything that the source delivered; a line may hold several messages, or a part of one. */
  public long messages() {
    return posts + noticeCount() + rejectedCount() + duplicates + filteredCount() + dropped;
  }

  public long noticeCount() {
    return sum(notices);
  }

  public long rejectedCount() {
    return sum(rejected);
  }

  public long filteredCount() {
    return sum(filtered);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
