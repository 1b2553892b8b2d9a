package io.tweetlake.flow;

/** Hears of every update after its commit stands. */
@FunctionalInterface
public interface MetricsListener {
  void committed(UpdateMetrics metrics);
}
