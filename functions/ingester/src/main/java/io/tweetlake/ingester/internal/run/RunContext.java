package io.tweetlake.ingester.internal.run;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestEvent.Level;
import io.tweetlake.ingester.IngestListener;
import java.time.Duration;
import java.util.Optional;

/**
 * What every part of a run shares.
 *
 * @param unreachableAfter how long a server that has not answered yet is tried; empty for ever
 */
public record RunContext(
    Time time,
    Stop stop,
    Tally tally,
    IngestListener listener,
    Optional<Duration> unreachableAfter) {
  public RunContext {
    requireNonNull(time, "time is null");
    requireNonNull(stop, "stop is null");
    requireNonNull(tally, "tally is null");
    requireNonNull(listener, "listener is null");
    requireNonNull(unreachableAfter, "unreachableAfter is null");
  }

  public void info(String name, String message) {
    listener.happened(new IngestEvent(time.now(), Level.INFO, name, message));
  }

  public void warn(String name, String message) {
    listener.happened(new IngestEvent(time.now(), Level.WARN, name, message));
  }
}
