package io.tweetlake.ingester.internal.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.internal.message.Json;
import java.util.Locale;
import java.util.Map;

/** A report as JSON. */
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(IngestReport report) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("lines", report.lines());
    node.put("messages", report.messages());
    node.put("posts", report.posts());
    node.put("posts_written", report.postsWritten());
    node.set("notices", counts(report.notices()));
    node.set("rejected", counts(report.rejected()));
    node.put("duplicates", report.duplicates());
    node.set("filtered", counts(report.filtered()));
    node.put("dropped", report.dropped());
    node.put("written", report.written());
    node.put("files", report.files());
    node.put("files_there", report.filesThere());
    node.put("bytes", report.bytes());
    node.set("reconnects", counts(report.reconnects()));
    node.put("spent_usd", report.spent());
    node.put("elapsed_seconds", report.elapsed().toMillis() / 1e3);
    report.newestPost().ifPresent(instant -> node.put("newest_post", instant.toString()));
    report
        .stopReason()
        .ifPresent(
            reason ->
                node.put("stop_reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    return node;
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    counts.forEach(node::put);
    return node;
  }
}
