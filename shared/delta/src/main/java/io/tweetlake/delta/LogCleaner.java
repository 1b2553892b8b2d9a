package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes the log files that only versions beyond retention need. The last checkpoint whose version
 * is that old stays, with its commit and all after it, so every version inside retention can still
 * be read.
 */
final class LogCleaner {
  private static final Pattern LOG_FILE =
      Pattern.compile("([0-9]{20})\\.(json|checkpoint\\.parquet)");

  private final DeltaTable table;

  LogCleaner(DeltaTable table) {
    this.table = requireNonNull(table, "table is null");
  }

  private record LogFile(ObjectPath path, long version) {}

  int clean() {
    Optional<StandaloneSnapshot> latest = table.latest();
    if (latest.isEmpty()) {
      return 0;
    }
    Instant before = table.clock().instant().minus(Retention.of(latest.get().properties()).log());
    List<LogFile> old = new ArrayList<>();
    Set<Long> checkpoints = new HashSet<>();
    long firstNeeded = 0;
    Iterator<ObjectInfo> objects = table.files().list(table.root().resolve("_delta_log"), "");
    while (objects.hasNext()) {
      ObjectInfo info = objects.next();
      Matcher name = LOG_FILE.matcher(info.path().name());
      if (!name.matches()) {
        continue;
      }
      long version = Long.parseLong(name.group(1));
      old.add(new LogFile(info.path(), version));
      if (name.group(2).equals("json")) {
        // a checkpoint can be written long after its version; the commit's own age counts
        if (!info.lastModified().isBefore(before)) {
          break;
        }
        if (checkpoints.contains(version)) {
          firstNeeded = version;
        }
      } else {
        checkpoints.add(version);
      }
    }
    long keepFrom = firstNeeded;
    List<ObjectPath> unneeded =
        old.stream().filter(file -> file.version() < keepFrom).map(LogFile::path).toList();
    table.store().deleteAll(unneeded);
    return unneeded.size();
  }
}
