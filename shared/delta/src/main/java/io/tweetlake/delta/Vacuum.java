package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.actions.RemoveFile;
import io.tweetlake.delta.VacuumResult.Garbage;
import io.tweetlake.delta.VacuumResult.Reason;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds the objects under a table's root that no version inside retention needs: neither part of
 * the table, nor removed from it lately, nor so young that a running update may still commit them.
 */
final class Vacuum {
  private static final String LOG_FOLDER = "_delta_log/";

  private final DeltaTable table;

  Vacuum(DeltaTable table) {
    this.table = requireNonNull(table, "table is null");
  }

  VacuumResult run() {
    VacuumResult garbage = find();
    table.store().deleteAll(garbage.deleted());
    return garbage;
  }

  VacuumResult find() {
    Optional<StandaloneSnapshot> latest = table.latest();
    if (latest.isEmpty()) {
      return new VacuumResult(List.of());
    }
    Instant before =
        table.clock().instant().minus(Retention.of(latest.get().properties()).deletedFiles());
    Set<ObjectPath> needed = needed(latest.get(), before);

    Set<ObjectPath> removed = removed(latest.get());

    List<Garbage> garbage = new ArrayList<>();
    ObjectPath folder = table.root().resolve("");
    Iterator<ObjectInfo> objects = table.store().list(folder, Optional.empty());
    while (objects.hasNext()) {
      ObjectInfo info = objects.next();
      if (info.lastModified().isBefore(before)
          && !info.path().key().startsWith(folder.key() + LOG_FOLDER)
          && !needed.contains(info.path())) {
        Reason reason = removed.contains(info.path()) ? Reason.REMOVED : Reason.NEVER_COMMITTED;
        garbage.add(new Garbage(info.path(), info.sizeBytes(), info.lastModified(), reason));
      }
    }
    return new VacuumResult(garbage);
  }

  private Set<ObjectPath> removed(StandaloneSnapshot latest) {
    Set<ObjectPath> removed = new HashSet<>();
    for (RemoveFile tombstone : CollectionConverters.asJava(latest.standalone().tombstones())) {
      removed.add(table.location(UriPaths.decode(tombstone.getPath())));
    }
    return removed;
  }

  private Set<ObjectPath> needed(StandaloneSnapshot latest, Instant before) {
    Set<ObjectPath> needed = new HashSet<>();
    for (DataFile file : latest.files()) {
      needed.add(table.location(file));
    }
    for (RemoveFile tombstone : CollectionConverters.asJava(latest.standalone().tombstones())) {
      if (tombstone.getDeletionTimestamp().orElse(0L) >= before.toEpochMilli()) {
        needed.add(table.location(UriPaths.decode(tombstone.getPath())));
      }
    }
    return needed;
  }
}
