package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.delta.standalone.actions.RemoveFile;
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
      return new VacuumResult(List.of(), 0);
    }
    Instant before =
        table.clock().instant().minus(Retention.of(latest.get().properties()).deletedFiles());
    Set<ObjectPath> needed = needed(latest.get(), before);

    List<ObjectPath> garbage = new ArrayList<>();
    long garbageBytes = 0;
    ObjectPath folder = table.root().resolve("");
    Iterator<ObjectInfo> objects = table.store().list(folder, Optional.empty());
    while (objects.hasNext()) {
      ObjectInfo info = objects.next();
      if (info.lastModified().isBefore(before)
          && !info.path().key().startsWith(folder.key() + LOG_FOLDER)
          && !needed.contains(info.path())) {
        garbage.add(info.path());
        garbageBytes += info.sizeBytes();
      }
    }
    return new VacuumResult(garbage, garbageBytes);
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
