package io.tweetlake.ingester.internal.telemetry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.internal.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A JSON file that says how the run is, replaced every few seconds. */
public final class HealthFile implements IngestListener {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Path path;
  private final String source;
  private final Clock clock;
  private Instant due = Instant.EPOCH;
  private Optional<String> lastEvent = Optional.empty();

  public HealthFile(Path path, String source, Clock clock) {
    this.path = requireNonNull(path, "path is null");
    this.source = requireNonNull(source, "source is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public synchronized void happened(IngestEvent event) {
    lastEvent = Optional.of(event.name());
  }

  @Override
  public synchronized void progressed(IngestReport report) {
    Instant now = clock.instant();
    if (now.isBefore(due) && report.stopReason().isEmpty()) {
      return;
    }
    due = now.plus(INTERVAL);
    ObjectNode node = Json.MAPPER.createObjectNode();
    boolean failed = report.stopReason().filter(StopReason.FAILED::equals).isPresent();
    node.put("status", failed ? "failed" : report.stopReason().isPresent() ? "ended" : "running");
    node.put("updated_at", now.toString());
    node.put("source", source);
    lastEvent.ifPresent(name -> node.put("last_event", name));
    node.setAll(ReportJson.of(report));
    try {
      Path next = path.resolveSibling(path.getFileName() + ".next");
      Files.write(next, Json.bytes(node));
      Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the health file " + path, e);
    }
  }
}
