package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes landing files anew under their keys, without some posts their copies or their places.
 * Files of the days on which the posts were written come first, and as soon as as many lines were
 * found as the tables have rows, the others are not looked at.
 */
final class LandingCleaner {
  private static final Pattern DAY = Pattern.compile("/dt=(\\d{4}-\\d{2}-\\d{2})/");
  private static final long SNOWFLAKE_EPOCH_MILLIS = 1288834974657L;
  private static final int MAX_BATCH_FILES = 50;
  private static final long MAX_BATCH_BYTES = 64L << 20;
  private static final int MAX_ATTEMPTS = 20;

  private final Updater updater;
  private final ObjectStore store;
  private final Instant deadline;

  LandingCleaner(Updater updater, Instant deadline) {
    this.updater = requireNonNull(updater, "updater is null");
    this.store = updater.store();
    this.deadline = requireNonNull(deadline, "deadline is null");
  }

  /** What became of the landing files. */
  record Cleaned(long files, long lines, boolean isComplete) {}

  private record Pending(ObjectInfo file, byte[] body, long lines) {}

  /**
   * Cleans.
   *
   * @param rows how many lines there must be of each post; all files are looked at where empty
   */
  Cleaned clean(ForgetRequest request, ForgetTargets targets, Optional<Map<String, Long>> rows) {
    LandingLines lines = new LandingLines(request, targets);
    Batch batch = new Batch();
    Optional<Map<String, Long>> missing = rows.map(HashMap::new);
    for (ObjectInfo file : candidates(targets)) {
      if (missing.isPresent() && missing.get().isEmpty()) {
        break;
      }
      if (!Instant.now().isBefore(deadline)) {
        batch.flush();
        return new Cleaned(batch.files, batch.lines, false);
      }
      Optional<ObjectInfo> present = store.head(file.path());
      if (present.isPresent()) {
        LandingLines.Result result = lines.clean(store.read(file.path()));
        missing.ifPresent(counts -> result.ids().forEach(id -> countDown(counts, id)));
        if (!result.ids().isEmpty()) {
          batch.add(new Pending(present.get(), result.body(), result.ids().size()));
        }
      }
    }
    batch.flush();
    return new Cleaned(batch.files, batch.lines, true);
  }

  private static void countDown(Map<String, Long> counts, String id) {
    counts.computeIfPresent(id, (key, count) -> count > 1 ? count - 1 : null);
  }

  private List<ObjectInfo> candidates(ForgetTargets targets) {
    Set<LocalDate> days = new HashSet<>();
    targets.rows().forEach(id -> addDays(id, days));
    List<ObjectInfo> first = new ArrayList<>();
    List<ObjectInfo> others = new ArrayList<>();
    Set<ObjectPath> seen = new HashSet<>();
    for (Table table : updater.pipeline().tables()) {
      for (FileStream stream : updater.fileStreams(table)) {
        if (stream.prefix().bucket().equals(updater.layout().landingBucket())) {
          Iterator<ObjectInfo> objects = store.list(stream.prefix(), Optional.empty());
          while (objects.hasNext()) {
            ObjectInfo object = objects.next();
            if (stream.reads(object.path()) && seen.add(object.path())) {
              (isOf(object, days) ? first : others).add(object);
            }
          }
        }
      }
    }
    first.addAll(others);
    return first;
  }

  private static boolean isOf(ObjectInfo object, Set<LocalDate> days) {
    Matcher day = DAY.matcher(object.path().key());
    return day.find() && days.contains(LocalDate.parse(day.group(1)));
  }

  /** X's ids and Bluesky's both hold a time, each in its way. */
  private static void addDays(String id, Set<LocalDate> days) {
    long number;
    try {
      number = Long.parseLong(id);
    } catch (NumberFormatException e) {
      return;
    }
    for (long millis :
        new long[] {(number >> 22) + SNOWFLAKE_EPOCH_MILLIS, (number >> 10) / 1000}) {
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
      // a file goes by the day of its first post
      days.add(day);
      days.add(day.minusDays(1));
    }
  }

  private final class Batch {
    private final List<Pending> pending = new ArrayList<>();
    private long bytes;
    private long files;
    private long lines;

    void add(Pending next) {
      pending.add(next);
      bytes += next.body().length;
      if (pending.size() == MAX_BATCH_FILES || bytes >= MAX_BATCH_BYTES) {
        flush();
      }
    }

    void flush() {
      if (pending.isEmpty()) {
        return;
      }
      List<ObjectInfo> infos = pending.stream().map(Pending::file).toList();
      updater.pipeline().tables().forEach(table -> renew(table, infos));
      for (Pending next : pending) {
        if (write(next)) {
          files++;
          lines += next.lines();
        }
      }
      pending.clear();
      bytes = 0;
    }

    private boolean write(Pending next) {
      Map<String, String> metadata = new HashMap<>(next.file().metadata());
      metadata.remove("messages");
      try {
        store.writeIfMatch(next.file().path(), next.file().etag(), next.body(), metadata);
        return true;
      } catch (ObjectExistsException e) {
        // somebody else has just written it anew, for the same reason
        return false;
      }
    }
  }

  /** Has a table know files by their keys for as long as if it had just taken them in. */
  private void renew(Table table, List<ObjectInfo> files) {
    List<FileStream> streams = updater.fileStreams(table);
    DeltaTable delta = updater.delta(table.name());
    for (int attempt = 1; !streams.isEmpty(); attempt++) {
      Optional<Snapshot> base = delta.snapshot();
      List<Progress> progress =
          streams.stream().flatMap(stream -> stream.renewals(base, files).stream()).toList();
      if (base.isEmpty() || progress.isEmpty()) {
        return;
      }
      try {
        delta.commit(
            Transaction.of(base, Rewrites.FORGET).withoutNewRows().progress(progress).build());
        return;
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
