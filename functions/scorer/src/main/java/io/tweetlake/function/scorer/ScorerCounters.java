package io.tweetlake.function.scorer;

import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link ScorerStatistics}. */
final class ScorerCounters {
  final LongAdder texts = new LongAdder();
  final LongAdder sentTexts = new LongAdder();
  final LongAdder calls = new LongAdder();
  final LongAdder failedCalls = new LongAdder();
  final LongAdder unscorable = new LongAdder();

  ScorerStatistics sum() {
    return new ScorerStatistics(
        texts.sum(), sentTexts.sum(), calls.sum(), failedCalls.sum(), unscorable.sum());
  }
}
