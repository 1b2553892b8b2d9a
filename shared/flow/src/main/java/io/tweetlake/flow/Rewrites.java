package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files of a table were written anew without the rows that were forgotten, so that a reader
 * of an older version does not bring those rows back. For one thread.
 */
final class Rewrites {
  /** The operation's name in the history. */
  static final String FORGET = "FORGET";

  private static final String METRIC = "rewrittenFiles";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeltaTable table;
  private final long fromVersion;
  private final Snapshot now;
  private Optional<Set<String>> present = Optional.empty();
  private Optional<Map<String, List<DataFile>>> rewritten = Optional.empty();

  /**
   * @param fromVersion an older version, whose files and later ones are looked up
   */
  Rewrites(DeltaTable table, long fromVersion, Snapshot now) {
    this.table = requireNonNull(table, "table is null");
    this.fromVersion = fromVersion;
    this.now = requireNonNull(now, "now is null");
  }

  static boolean isForgetting(Commit commit) {
    return commit.operation().equals(FORGET);
  }

  /** What a commit says of the files that it wrote anew, among its metrics. */
  static Map<String, String> metric(Map<String, List<DataFile>> replacements) {
    ObjectNode files = JSON.createObjectNode();
    replacements.forEach(
        (path, added) -> {
          var paths = files.putArray(path);
          added.forEach(file -> paths.add(file.path()));
        });
    return Map.of(METRIC, files.toString());
  }

  /** The file itself, or what it has become; nothing where all its rows were forgotten. */
  List<DataFile> of(DataFile file) {
    if (present.isEmpty()) {
      present = Optional.of(now.files().stream().map(DataFile::path).collect(Collectors.toSet()));
    }
    if (present.get().contains(file.path())) {
      return List.of(file);
    }
    if (rewritten.isEmpty()) {
      rewritten = Optional.of(read());
    }
    return latest(file);
  }

  private List<DataFile> latest(DataFile file) {
    List<DataFile> next = rewritten.orElseThrow().get(file.path());
    if (next == null) {
      return List.of(file);
    }
    return next.stream().flatMap(replacement -> latest(replacement).stream()).toList();
  }

  private Map<String, List<DataFile>> read() {
    Map<String, List<DataFile>> found = new HashMap<>();
    if (fromVersion >= now.version()) {
      return found;
    }
    Iterator<Commit> commits = table.changes(fromVersion + 1);
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.version() > now.version()) {
        break;
      }
      if (isForgetting(commit)) {
        found.putAll(replacements(commit));
      }
    }
    return found;
  }

  /** The files that a commit took away of those whose rows it forgot, each with what it became. */
  static Map<String, List<DataFile>> replacements(Commit commit) {
    Map<String, List<DataFile>> found = new HashMap<>();
    Map<String, DataFile> added =
        commit.added().stream().collect(Collectors.toMap(DataFile::path, file -> file));
    try {
      JsonNode files = JSON.readTree(commit.metrics().getOrDefault(METRIC, "{}"));
      for (Map.Entry<String, JsonNode> entry : files.properties()) {
        List<DataFile> replacements = new ArrayList<>();
        entry.getValue().forEach(path -> replacements.add(added.get(path.asText())));
        found.put(entry.getKey(), replacements);
      }
      return found;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read which files version %d wrote anew".formatted(commit.version()), e);
    }
  }
}
