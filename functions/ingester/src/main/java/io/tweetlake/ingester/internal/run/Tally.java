package io.tweetlake.ingester.internal.run;

import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.internal.message.Message;
import io.tweetlake.ingester.internal.message.PostTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counts of a run; safe for use by several threads. */
public final class Tally {
  private final Instant start;
  private final BigDecimal pricePerPostUsd;
  private final SortedMap<String, Long> notices = new TreeMap<>();
  private final SortedMap<String, Long> rejected = new TreeMap<>();
  private final SortedMap<String, Long> filtered = new TreeMap<>();
  private final SortedMap<String, Long> reconnects = new TreeMap<>();
  private long lines;
  private long posts;
  private long postsReceived;
  private long duplicates;
  private long dropped;
  private long written;
  private long postsWritten;
  private Optional<String> newestPost = Optional.empty();
  private long files;
  private long filesThere;
  private long bytes;

  public Tally(Instant start, BigDecimal pricePerPostUsd) {
    this.start = start;
    this.pricePerPostUsd = pricePerPostUsd;
  }

  public synchronized void lineReceived() {
    lines++;
  }

  /** Counts a post that the source delivered and may charge for, whatever becomes of it. */
  public synchronized void postReceived() {
    postsReceived++;
  }

  public synchronized void accepted(Message message) {
    switch (message.kind()) {
      case POST -> {
        posts++;
        newestPost = message.time().or(() -> newestPost);
      }
      case NOTICE -> notices.merge(message.type(), 1L, Long::sum);
      case REJECTED -> rejected.merge(message.type(), 1L, Long::sum);
      case FILTERED -> filtered.merge(message.type(), 1L, Long::sum);
    }
  }

  /** Counts a post that came with others after the last one that the run may take in. */
  public synchronized void beyondLimit() {
    filtered.merge("beyond-limit", 1L, Long::sum);
  }

  public synchronized void duplicate() {
    duplicates++;
  }

  public synchronized void dropped() {
    dropped++;
  }

  /**
   * Counts an object.
   *
   * @param messagePosts how many of its messages are posts
   */
  public synchronized void written(int messages, int messagePosts, long objectBytes) {
    files++;
    written += messages;
    postsWritten += messagePosts;
    bytes += objectBytes;
  }

  public synchronized void wasThere(int messages, int messagePosts) {
    filesThere++;
    written += messages;
    postsWritten += messagePosts;
  }

  public synchronized void reconnected(String cause) {
    reconnects.merge(cause, 1L, Long::sum);
  }

  public synchronized long posts() {
    return posts;
  }

  public synchronized BigDecimal spent() {
    return pricePerPostUsd.multiply(BigDecimal.valueOf(postsReceived));
  }

  public synchronized IngestReport report(Instant now, Optional<StopReason> stopReason) {
    return new IngestReport(
        lines,
        posts,
        notices,
        rejected,
        duplicates,
        filtered,
        dropped,
        written,
        postsWritten,
        files,
        filesThere,
        bytes,
        reconnects,
        spent(),
        Duration.between(start, now),
        newestPost.flatMap(PostTime::parse),
        stopReason);
  }
}
