package io.tweetlake.flow;

import io.tweetlake.store.ObjectPath;
import java.util.List;

/**
 * Hears of every update after its commit stands. What a listener throws is logged and does not fail
 * the update.
 */
@FunctionalInterface
public interface MetricsListener {
  void committed(UpdateMetrics metrics);

  /** An attempt of a flow ended without a commit and will not be tried again by itself. */
  default void failed(String table, String flow, RuntimeException cause) {}

  /** An update went on without a file that cannot be read or loaded. */
  default void leftOut(String table, String flow, ObjectPath file, String reason) {}

  /**
   * Tells each of {@code listeners} in order; one that throws does not keep the news from the rest.
   */
  static MetricsListener all(MetricsListener... listeners) {
    return new MetricsListeners(List.of(listeners));
  }
}
