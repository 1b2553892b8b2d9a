package io.tweetlake.flow;

import io.tweetlake.store.ObjectPath;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one; none of them can harm an update. */
final class MetricsListeners implements MetricsListener {
  private static final Logger log = LoggerFactory.getLogger(MetricsListeners.class);

  private final List<MetricsListener> listeners;

  MetricsListeners(List<MetricsListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    tell(listener -> listener.committed(metrics));
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    tell(listener -> listener.failed(table, flow, cause));
  }

  @Override
  public void leftOut(String table, String flow, ObjectPath file, String reason) {
    tell(listener -> listener.leftOut(table, flow, file, reason));
  }

  private void tell(Consumer<MetricsListener> news) {
    for (MetricsListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        log.warn("Cannot report an update's metrics; the commit stands", e);
      }
    }
  }
}
