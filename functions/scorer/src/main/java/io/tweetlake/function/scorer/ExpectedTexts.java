package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that one query will ask one model about: whole batches are begun as they fill up, so that
 * the endpoint is at work on the next ones while rows of the first are made. For one thread.
 */
final class ExpectedTexts implements AutoCloseable {
  /** What a commit takes in by default is some 50,000 posts. */
  private static final int MAX_TEXTS = 65_536;

  /** A share of the heap of a function of 1 GB. */
  private static final long MAX_BYTES = 16L << 20;

  private final ModelScorer scorer;
  private final Instant deadline;
  private final List<BegunBatch> batches = new ArrayList<>();
  private final Set<PreparedText> waiting = new LinkedHashSet<>();
  private int texts;
  private long bytes;

  ExpectedTexts(ModelScorer scorer, Instant deadline) {
    this.scorer = requireNonNull(scorer, "scorer is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
  }

  /** Takes in texts until they would hold too much memory; returns whether more are welcome. */
  boolean add(List<String> more) {
    for (PreparedText text : scorer.unknown(more)) {
      if (isFull()) {
        return false;
      }
      if (waiting.add(text)) {
        texts++;
        bytes += text.bytes();
      }
      if (waiting.size() == scorer.model().maxTexts()) {
        begin();
      }
    }
    return !isFull();
  }

  /** Begins with what waits for its batch to fill up. */
  void begin() {
    batches.addAll(scorer.begin(waiting, deadline));
    waiting.clear();
  }

  @Override
  public void close() {
    batches.forEach(scorer::drop);
  }

  private boolean isFull() {
    return texts >= MAX_TEXTS || bytes >= MAX_BYTES;
  }
}
