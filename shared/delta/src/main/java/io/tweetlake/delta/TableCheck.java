package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks a table as one checks a file system. Reads everything, changes nothing. */
public final class TableCheck {
  private final DeltaTable table;
  private final StatsReader reader;
  private final List<Finding> findings = new ArrayList<>();

  private TableCheck(DeltaTable table, StatsReader reader) {
    this.table = requireNonNull(table, "table is null");
    this.reader = requireNonNull(reader, "reader is null");
  }

  /**
   * Checks that every file of the latest version is there with its recorded size, can be read to
   * its end and has the rows that its statistics say; that the log has no gap; and that no input
   * was taken in twice, nor any progress lost, over all commits that the log still has.
   *
   * @param scratch a local folder that holds the largest file
   * @return what is wrong, in the order it was found; empty for a sound table, and where there is
   *     none
   */
  public static List<Finding> check(DeltaTable table, StatsReader reader, Path scratch) {
    TableCheck check = new TableCheck(table, reader);
    Optional<StandaloneSnapshot> latest = Optional.empty();
    try {
      latest = table.latest();
    } catch (ObjectStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      check.add(Finding.Kind.BROKEN_LOG, table.root().uri(), String.valueOf(e.getMessage()));
    }
    latest.ifPresent(
        snapshot -> {
          check.checkFiles(snapshot, scratch);
          check.checkProgress(snapshot);
        });
    return List.copyOf(check.findings);
  }

  private void checkFiles(StandaloneSnapshot snapshot, Path scratch) {
    for (DataFile file : snapshot.files()) {
      Optional<ObjectInfo> info = table.store().head(table.location(file));
      if (info.isEmpty()) {
        add(Finding.Kind.MISSING_FILE, file.path(), "the store has no such object");
      } else if (info.get().sizeBytes() != file.sizeBytes()) {
        add(
            Finding.Kind.WRONG_SIZE,
            file.path(),
            "recorded are %d bytes, the object has %d"
                .formatted(file.sizeBytes(), info.get().sizeBytes()));
      } else {
        checkRows(snapshot, file, scratch);
      }
    }
  }

  private void checkRows(StandaloneSnapshot snapshot, DataFile file, Path scratch) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory(scratch, "check");
      Path local = folder.resolve("file.parquet");
      try {
        table.store().download(table.location(file), local);
        String actual;
        try {
          actual = reader.statsJson(local, snapshot.schema());
        } catch (RuntimeException e) {
          add(Finding.Kind.UNREADABLE_FILE, file.path(), String.valueOf(e.getMessage()));
          return;
        }
        file.statsJson()
            .ifPresent(
                recorded ->
                    StatsComparison.differences(recorded, actual)
                        .forEach(
                            difference ->
                                add(Finding.Kind.WRONG_STATISTICS, file.path(), difference)));
      } finally {
        Files.deleteIfExists(local);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A commit is written once, so one input's entry stands in two commits only if it came twice. */
  private void checkProgress(StandaloneSnapshot snapshot) {
    Map<String, Long> committed = new HashMap<>();
    try {
      Iterator<Commit> commits = table.commitsWithAppIds();
      while (commits.hasNext()) {
        Commit commit = commits.next();
        for (Progress progress : commit.progress()) {
          Long before = committed.put(progress.source(), commit.version());
          String source = Generation.sourceOfAny(progress.source());
          if (before != null && source.startsWith(Progress.FILE)) {
            add(
                Finding.Kind.WRONG_PROGRESS,
                source,
                "was taken in by version %d and again by version %d"
                    .formatted(before, commit.version()));
          }
        }
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      add(Finding.Kind.BROKEN_LOG, table.root().uri(), e.getMessage());
      return;
    }
    committed.forEach(
        (appId, version) ->
            snapshot
                .names()
                .source(appId)
                .filter(source -> snapshot.progress(source).isEmpty())
                .filter(source -> !isPruned(snapshot, source))
                .ifPresent(
                    source ->
                        add(
                            Finding.Kind.WRONG_PROGRESS,
                            source,
                            "was taken in by version %d, of which the latest does not know"
                                .formatted(version))));
  }

  private static boolean isPruned(Snapshot snapshot, String source) {
    OptionalLong filesBefore = snapshot.progress(Progress.filesBefore(source));
    return source.startsWith(Progress.FILE) && filesBefore.isPresent();
  }

  private void add(Finding.Kind kind, String where, String message) {
    findings.add(new Finding(kind, where, message));
  }
}
