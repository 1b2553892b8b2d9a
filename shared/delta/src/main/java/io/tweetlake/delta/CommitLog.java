package io.tweetlake.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.internal.LogFiles;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads a table's commits one by one, without building its state. */
final class CommitLog {
  private static final Pattern COMMIT = Pattern.compile("[0-9]{20}\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogFiles files;
  private final ObjectPath root;
  private final ObjectPath folder;

  CommitLog(LogFiles files, ObjectPath root) {
    this.files = requireNonNull(files, "files is null");
    this.root = requireNonNull(root, "root is null");
    this.folder = root.resolve("_delta_log");
  }

  /** The commits from a version on, each read as the iterator comes to it. */
  Iterator<Commit> from(long fromVersion) {
    return new Commits(fromVersion, Optional.of(fromVersion), Generation::sourceOfAny);
  }

  /** The commits from a version on, or from the first one after it that the log still has. */
  Iterator<Commit> remaining(long fromVersion) {
    return new Commits(Math.max(0, fromVersion), Optional.empty(), Generation::sourceOfAny);
  }

  /** All commits, with progress named by {@code appId} as it stands in the log. */
  Iterator<Commit> withAppIds() {
    return new Commits(0, Optional.empty(), UnaryOperator.identity());
  }

  /**
   * The last version committed at or before a time, by the store's clock.
   *
   * @throws IllegalArgumentException where there is none
   */
  long versionAt(Instant time) {
    Optional<ObjectInfo> last = Optional.empty();
    Iterator<ObjectInfo> objects = files.list(folder, "");
    while (objects.hasNext()) {
      ObjectInfo info = objects.next();
      if (!COMMIT.matcher(info.path().name()).matches()) {
        continue;
      }
      if (info.lastModified().isAfter(time)) {
        return version(
            last.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot read table %s as of %s: its log begins at %s"
                            .formatted(root, time, info.lastModified()))));
      }
      last = Optional.of(info);
    }
    return version(
        last.orElseThrow(() -> new IllegalArgumentException("There is no table at " + root)));
  }

  private final class Commits implements Iterator<Commit> {
    private final Iterator<ObjectInfo> objects;
    private final UnaryOperator<String> progressNames;
    private Optional<Long> expectedVersion;
    private Optional<ObjectInfo> next = Optional.empty();

    Commits(long fromVersion, Optional<Long> expectedVersion, UnaryOperator<String> progressNames) {
      this.objects = files.list(folder, "%020d.json".formatted(fromVersion));
      this.expectedVersion = expectedVersion;
      this.progressNames = progressNames;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && objects.hasNext()) {
        ObjectInfo info = objects.next();
        if (COMMIT.matcher(info.path().name()).matches()) {
          checkExpected(info);
          next = Optional.of(info);
        }
      }
      return next.isPresent();
    }

    private void checkExpected(ObjectInfo info) {
      long version = version(info);
      expectedVersion
          .filter(expected -> expected != version)
          .ifPresent(
              expected -> {
                throw new IllegalArgumentException(
                    "Cannot read the changes of table %s from version %d on: its log goes on at version %d"
                        .formatted(root, expected, version));
              });
    }

    @Override
    public Commit next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ObjectInfo info = next.orElseThrow();
      next = Optional.empty();
      expectedVersion = Optional.of(version(info) + 1);
      String lines = new String(files.read(info.path()), UTF_8);
      return parse(version(info), info.lastModified(), lines, progressNames);
    }
  }

  private static long version(ObjectInfo info) {
    String name = info.path().name();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private Commit parse(
      long version, Instant timestamp, String lines, UnaryOperator<String> progressNames) {
    String operation = "";
    Map<String, String> metrics = new HashMap<>();
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    List<DataFile> rearrangedFrom = new ArrayList<>();
    List<DataFile> rearrangedInto = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      JsonNode action = readTree(version, line);
      JsonNode commitInfo = action.path("commitInfo");
      if (commitInfo.isObject()) {
        operation = commitInfo.path("operation").asText("");
        commitInfo
            .path("operationMetrics")
            .fields()
            .forEachRemaining(metric -> metrics.put(metric.getKey(), metric.getValue().asText()));
      }
      JsonNode add = action.path("add");
      if (add.isObject()) {
        (add.path("dataChange").asBoolean() ? added : rearrangedInto)
            .add(dataFile(add, "modificationTime"));
      }
      JsonNode remove = action.path("remove");
      if (remove.isObject()) {
        (remove.path("dataChange").asBoolean() ? removed : rearrangedFrom)
            .add(dataFile(remove, "deletionTimestamp"));
      }
      JsonNode txn = action.path("txn");
      if (txn.isObject()) {
        progress.add(
            new Progress(
                progressNames.apply(txn.path("appId").asText()), txn.path("version").asLong()));
      }
    }
    return new Commit(
        version,
        timestamp,
        operation,
        metrics,
        added,
        removed,
        rearrangedFrom,
        rearrangedInto,
        progress);
  }

  private JsonNode readTree(long version, String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read version %d of table %s: its commit is not JSON".formatted(version, root), e);
    }
  }

  private static DataFile dataFile(JsonNode file, String timeField) {
    Map<String, String> partitionValues = new HashMap<>();
    file.path("partitionValues")
        .fields()
        .forEachRemaining(
            value -> partitionValues.put(value.getKey(), value.getValue().asText("")));
    JsonNode stats = file.path("stats");
    return new DataFile(
        UriPaths.decode(file.path("path").asText()),
        Actions.presentValues(partitionValues),
        file.path("size").asLong(),
        Instant.ofEpochMilli(file.path(timeField).asLong()),
        stats.isTextual() ? Optional.of(stats.asText()) : Optional.empty());
  }
}
