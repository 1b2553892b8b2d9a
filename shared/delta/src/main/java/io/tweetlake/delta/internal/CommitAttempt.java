package io.tweetlake.delta.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * One call of delta-standalone's {@code commit} on this thread, as its log store sees it.
 *
 * <p>delta-standalone retries a lost race at once and ten million times; here the retries wait
 * longer and longer, and end. And it can fail after the commit was written, when it only wanted to
 * read the log again; this class remembers that the commit stands.
 */
public final class CommitAttempt implements AutoCloseable {
  /** With eight writers at once, losing more than a few dozen races in a row does not happen. */
  private static final int MAX_LOST_RACES = 100;

  private static final long BASE_DELAY_MILLIS = 5;
  private static final long MAX_DELAY_MILLIS = 500;
  private static final ThreadLocal<CommitAttempt> CURRENT = new ThreadLocal<>();

  private final UnaryOperator<String> commitInfo;
  private Optional<ObjectPath> written = Optional.empty();
  private int lostRaces;

  private CommitAttempt(UnaryOperator<String> commitInfo) {
    this.commitInfo = requireNonNull(commitInfo, "commitInfo is null");
  }

  /**
   * Begins an attempt on this thread; closing ends it.
   *
   * @param commitInfo changes the commit's line of commitInfo, for which delta-standalone knows but
   *     a fixed set of operations
   */
  public static CommitAttempt begin(UnaryOperator<String> commitInfo) {
    CommitAttempt attempt = new CommitAttempt(commitInfo);
    CURRENT.set(attempt);
    return attempt;
  }

  static CommitAttempt current() {
    CommitAttempt attempt = CURRENT.get();
    return attempt == null ? new CommitAttempt(UnaryOperator.identity()) : attempt;
  }

  /** The version that was written, whatever went wrong after that. */
  public Optional<Long> writtenVersion() {
    return written.map(
        path -> {
          String name = path.name();
          return Long.parseLong(name.substring(0, name.indexOf('.')));
        });
  }

  byte[] rewrite(byte[] lines) {
    String text = new String(lines, UTF_8);
    int end = text.indexOf('\n');
    if (!text.startsWith("{\"commitInfo\"") || end < 0) {
      return lines;
    }
    return (commitInfo.apply(text.substring(0, end)) + text.substring(end)).getBytes(UTF_8);
  }

  void written(ObjectPath path) {
    written = Optional.of(path);
  }

  /**
   * Waits before the next version is tried.
   *
   * @throws TooManyLostRacesException instead, where enough have been lost
   */
  void lost(ObjectPath path) {
    lostRaces++;
    if (lostRaces >= MAX_LOST_RACES) {
      throw new TooManyLostRacesException(
          "Cannot commit %s: other writers took %d versions in a row".formatted(path, lostRaces));
    }
    long ceiling = Math.min(MAX_DELAY_MILLIS, BASE_DELAY_MILLIS << Math.min(lostRaces - 1, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooManyLostRacesException("Interrupted while waiting to commit " + path);
    }
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
