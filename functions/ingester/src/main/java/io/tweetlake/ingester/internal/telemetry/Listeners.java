package io.tweetlake.ingester.internal.telemetry;

import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import java.util.List;

/** Several listeners as one. */
public final class Listeners implements IngestListener {
  private final List<IngestListener> listeners;

  public Listeners(List<IngestListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void progressed(IngestReport report) {
    listeners.forEach(listener -> listener.progressed(report));
  }

  @Override
  public void happened(IngestEvent event) {
    listeners.forEach(listener -> listener.happened(event));
  }
}
