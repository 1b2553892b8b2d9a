package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DataFile;
import io.tweetlake.types.SchemaUnion;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What commits of a table say of the rows that they leave to its quarantine.
 *
 * @param earlier what becomes of the rows that the quarantine had before
 * @param files of rows, in the quarantine's folder
 * @param columns of those rows; none where the commits name none
 * @param rows how many those are
 */
record QuarantinedRows(Earlier earlier, List<DataFile> files, StructType columns, long rows) {
  static final QuarantinedRows NONE =
      new QuarantinedRows(Earlier.KEPT, List.of(), new StructType(List.of()), 0);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "quarantineFiles";
  private static final String COLUMNS = "quarantineColumns";
  private static final String EARLIER = "quarantineEarlierRows";

  /** What a commit of a table does to its quarantine's earlier rows. */
  enum Earlier {
    /** New rows came. */
    KEPT,
    /** All rows of the table were computed anew, and all that it leaves out with them. */
    REPLACED,
    /** The table was built anew, maybe with other columns. */
    REBUILT
  }

  QuarantinedRows {
    requireNonNull(earlier, "earlier is null");
    files = List.copyOf(files);
    requireNonNull(columns, "columns is null");
  }

  /** What commits say together, up to a version. */
  static QuarantinedRows of(String table, Iterator<Commit> commits, long upTo) {
    QuarantinedRows all = NONE;
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.version() > upTo) {
        break;
      }
      all = all.then(of(table, commit));
    }
    return all;
  }

  private static QuarantinedRows of(String table, Commit commit) {
    Map<String, String> texts = commit.metrics();
    return new QuarantinedRows(
        Optional.ofNullable(texts.get(EARLIER))
            .map(text -> Earlier.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(Earlier.KEPT),
        Optional.ofNullable(texts.get(FILES)).map(QuarantinedRows::files).orElse(List.of()),
        Optional.ofNullable(texts.get(COLUMNS))
            .map(StructType::parse)
            .orElseGet(() -> new StructType(List.of())),
        CommitMetrics.read(table, commit).map(UpdateMetrics::rowsQuarantined).orElse(0L));
  }

  private QuarantinedRows then(QuarantinedRows next) {
    boolean keep = next.earlier == Earlier.KEPT;
    List<DataFile> joined = new ArrayList<>(keep ? files : List.of());
    joined.addAll(next.files);
    return new QuarantinedRows(
        earlier.compareTo(next.earlier) > 0 ? earlier : next.earlier,
        joined,
        next.earlier == Earlier.REBUILT ? next.columns : SchemaUnion.of(columns, next.columns),
        (keep ? rows : 0) + next.rows);
  }

  QuarantinedRows with(Earlier other) {
    return new QuarantinedRows(other, files, columns, rows);
  }

  /** The same as a commit carries it. */
  Map<String, String> write() {
    Map<String, String> texts = new HashMap<>();
    if (earlier != Earlier.KEPT) {
      texts.put(EARLIER, earlier.name().toLowerCase(Locale.ROOT));
    }
    if (!columns.fields().isEmpty()) {
      texts.put(COLUMNS, columns.ddl());
    }
    if (!files.isEmpty()) {
      texts.put(FILES, json(files));
    }
    return texts;
  }

  private static String json(List<DataFile> files) {
    ArrayNode nodes = JSON.createArrayNode();
    for (DataFile file : files) {
      ObjectNode node = nodes.addObject();
      node.put("path", file.path());
      node.put("sizeBytes", file.sizeBytes());
      node.put("modifiedAt", file.modifiedAt().toEpochMilli());
      file.statsJson().ifPresent(stats -> node.put("stats", stats));
    }
    return nodes.toString();
  }

  private static List<DataFile> files(String json) {
    try {
      List<DataFile> files = new ArrayList<>();
      for (JsonNode node : JSON.readTree(json)) {
        files.add(
            new DataFile(
                node.get("path").asText(),
                Map.of(),
                node.get("sizeBytes").asLong(),
                Instant.ofEpochMilli(node.get("modifiedAt").asLong()),
                Optional.ofNullable(node.get("stats")).map(JsonNode::asText)));
      }
      return files;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the quarantined files of a commit: " + json, e);
    }
  }
}
