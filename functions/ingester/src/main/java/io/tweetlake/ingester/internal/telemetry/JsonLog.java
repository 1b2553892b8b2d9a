package io.tweetlake.ingester.internal.telemetry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestEvent;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.internal.message.Json;
import java.io.PrintWriter;
import java.time.Clock;

/** A JSON object a line: every event, and the report at the end. */
public final class JsonLog implements IngestListener {
  private final PrintWriter out;
  private final String source;
  private final Clock clock;

  public JsonLog(PrintWriter out, String source, Clock clock) {
    this.out = requireNonNull(out, "out is null");
    this.source = requireNonNull(source, "source is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public void happened(IngestEvent event) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("time", event.time().toString());
    line.put("level", event.level().name());
    line.put("event", event.name());
    line.put("source", source);
    line.put("message", event.message());
    print(line);
  }

  @Override
  public void progressed(IngestReport report) {
    if (report.stopReason().isPresent()) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("time", clock.instant().toString());
      line.put("level", "INFO");
      line.put("event", "ended");
      line.put("source", source);
      line.setAll(ReportJson.of(report));
      print(line);
    }
  }

  private void print(ObjectNode line) {
    // one call, so that lines of several threads do not mix
    out.println(line);
    out.flush();
  }
}
