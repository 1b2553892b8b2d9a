package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.FileSelection;
import io.tweetlake.engine.ReadOptions;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New files of a file source: those that events named, or, in a sweep, all under its path. A file
 * is its key; the target's log tells which keys it has.
 *
 * <p>A file that cannot be read is set aside with the reason. Where a batch of files fails without
 * telling which one is to blame, the batch is halved until the one stands alone.
 */
final class FileStream implements SourceReader {
  private static final Logger log = LoggerFactory.getLogger(FileStream.class);

  private static final int DEFAULT_MAX_FILES = 1000;

  private final FileSource source;
  private final KeyPattern pattern;
  private final Wakeup wakeup;
  private final ObjectStore store;
  private final Transfers transfers;
  private final SourceColumns columns;
  private final ProgressKeys keys;
  private final long maxBytes;
  private final int mostFiles;
  private final Set<ObjectPath> waiting;
  private final Map<ObjectPath, String> failed = new ConcurrentHashMap<>();

  private int maxFiles;
  private Optional<String> sweptTo = Optional.empty();
  private List<ObjectInfo> given = List.of();
  private boolean exhausted;

  FileStream(
      FileSource source,
      Wakeup wakeup,
      ObjectStore store,
      Transfers transfers,
      SourceColumns columns,
      ProgressKeys keys,
      long maxBytes) {
    this.source = requireNonNull(source, "source is null");
    this.pattern = KeyPattern.of(source);
    this.wakeup = requireNonNull(wakeup, "wakeup is null");
    this.store = requireNonNull(store, "store is null");
    this.transfers = requireNonNull(transfers, "transfers is null");
    this.columns = requireNonNull(columns, "columns is null");
    this.keys = requireNonNull(keys, "keys is null");
    FileSelection selection = ReadOptions.parse(source.format(), source.options()).selection();
    this.maxBytes = Math.min(maxBytes, selection.maxBytesPerTrigger().orElse(maxBytes));
    this.mostFiles = selection.maxFilesPerTrigger().orElse(DEFAULT_MAX_FILES);
    this.maxFiles = mostFiles;
    this.waiting = new HashSet<>(wakeup.files());
    this.waiting.removeIf(file -> !pattern.matches(file));
  }

  /** All that a table reads, to look at what lies there rather than to take it in. */
  static List<FileStream> allOf(
      Table table, LakeLayout layout, ObjectStore store, Transfers transfers) {
    List<FileStream> streams = new ArrayList<>();
    for (Flow flow : table.flows()) {
      ProgressKeys keys = ProgressKeys.of(table, flow, layout);
      for (Source source :
          Updater.isRecomputed(table, flow) ? List.<Source>of() : flow.query().sources()) {
        if (source instanceof FileSource files && files.streaming()) {
          streams.add(
              new FileStream(
                  files,
                  Wakeup.everything(),
                  store,
                  transfers,
                  new SourceColumns(flow.name()),
                  keys,
                  Long.MAX_VALUE));
        }
      }
    }
    return streams;
  }

  @Override
  public Optional<Input> next(Optional<Snapshot> target) {
    given = wakeup.sweep() ? swept(target) : named(target);
    Instant now = Instant.now();
    List<Progress> progress = new ArrayList<>();
    for (ObjectInfo file : given) {
      progress.add(new Progress(keys.file(file.path()), now.toEpochMilli()));
    }
    return Optional.of(new FileInput(source, given, columns.known(source, target), progress));
  }

  private List<ObjectInfo> named(Optional<Snapshot> target) {
    List<ObjectInfo> files = List.of();
    // what is gone or too old is no longer waiting, and others may be behind it
    while (files.isEmpty() && !waiting.isEmpty()) {
      waiting.removeIf(file -> failed.containsKey(file) || isDone(target, file));
      files = firstNamed(target);
    }
    return files;
  }

  private List<ObjectInfo> firstNamed(Optional<Snapshot> target) {
    List<ObjectPath> candidates =
        waiting.stream().sorted(Comparator.comparing(ObjectPath::key)).limit(maxFiles).toList();
    List<ObjectInfo> files = new ArrayList<>();
    long sizeBytes = 0;
    for (Optional<ObjectInfo> found : transfers.map(candidates, this::head)) {
      if (found.isEmpty()) {
        continue;
      }
      ObjectInfo file = found.orElseThrow();
      if (!pattern.reads(file)) {
        waiting.remove(file.path());
        continue;
      }
      if (isPassedOver(target, file)) {
        log.info("File {} is so old that it counts as taken in", file.path());
        waiting.remove(file.path());
        continue;
      }
      if (!files.isEmpty() && sizeBytes + file.sizeBytes() > maxBytes) {
        break;
      }
      files.add(file);
      sizeBytes += file.sizeBytes();
    }
    return files;
  }

  private Optional<ObjectInfo> head(ObjectPath file) {
    try {
      Optional<ObjectInfo> found = store.head(file);
      if (found.isEmpty()) {
        setAside(file, "There is no object " + file);
      }
      return found;
    } catch (ObjectStoreException e) {
      setAside(file, e.getMessage());
      return Optional.empty();
    }
  }

  private List<ObjectInfo> swept(Optional<Snapshot> target) {
    List<ObjectInfo> files = new ArrayList<>();
    long sizeBytes = 0;
    Iterator<ObjectInfo> listing = store.list(pattern.prefix(), sweptTo);
    exhausted = true;
    while (listing.hasNext()) {
      ObjectInfo file = listing.next();
      if (!isNew(target, file)) {
        continue;
      }
      boolean full = files.size() == maxFiles || sizeBytes + file.sizeBytes() > maxBytes;
      if (!files.isEmpty() && full) {
        exhausted = false;
        break;
      }
      files.add(file);
      sizeBytes += file.sizeBytes();
    }
    return files;
  }

  private boolean isNew(Optional<Snapshot> target, ObjectInfo file) {
    return pattern.reads(file)
        && !failed.containsKey(file.path())
        && !isDone(target, file.path())
        && !isPassedOver(target, file);
  }

  /**
   * When the oldest file under the path that a target lacks was last modified, in whole seconds:
   * where a listing tells the time more exactly, a look at the one file does not.
   */
  Optional<Instant> oldestPending(Optional<Snapshot> target) {
    Optional<Instant> oldest = Optional.empty();
    Iterator<ObjectInfo> listing = store.list(pattern.prefix(), Optional.empty());
    while (listing.hasNext()) {
      ObjectInfo file = listing.next();
      if (isNew(target, file)
          && oldest.map(known -> file.lastModified().isBefore(known)).orElse(true)) {
        oldest = Optional.of(file.lastModified().truncatedTo(ChronoUnit.SECONDS));
      }
    }
    return oldest;
  }

  /** Whether a file is so old that the target no longer remembers it by itself. */
  private boolean isPassedOver(Optional<Snapshot> target, ObjectInfo file) {
    OptionalLong before =
        target.map(state -> state.progress(keys.filesBefore())).orElse(OptionalLong.empty());
    return before.isPresent() && file.lastModified().toEpochMilli() <= before.getAsLong();
  }

  private boolean isDone(Optional<Snapshot> target, ObjectPath file) {
    return target.isPresent() && target.orElseThrow().progress(keys.file(file)).isPresent();
  }

  @Override
  public boolean isExhausted() {
    return wakeup.sweep() ? exhausted : waiting.isEmpty();
  }

  @Override
  public void committed() {
    given.forEach(file -> waiting.remove(file.path()));
    if (!given.isEmpty()) {
      sweptTo = Optional.of(given.get(given.size() - 1).path().key());
    }
    maxFiles = (int) Math.min(2L * maxFiles, mostFiles);
  }

  /** Leaves a file out of this update from now on. */
  void setAside(ObjectPath file, String reason) {
    failed.put(file, reason);
  }

  /**
   * The input last given failed as a whole: gives fewer files the next time, or sets aside the only
   * one.
   */
  void narrow(String reason) {
    if (given.size() == 1) {
      setAside(given.get(0).path(), reason);
    } else {
      maxFiles = Math.max(1, given.size() / 2);
    }
  }

  ObjectPath prefix() {
    return pattern.prefix();
  }

  boolean reads(ObjectPath file) {
    return pattern.matches(file);
  }

  /**
   * The entries of those of {@code files} that a target has taken in, to be written again before
   * the files are: one that was taken in long ago would look new by its time.
   */
  List<Progress> renewals(Optional<Snapshot> target, List<ObjectInfo> files) {
    long nowMillis = Instant.now().toEpochMilli();
    return files.stream()
        .filter(file -> pattern.matches(file.path()))
        .filter(file -> isDone(target, file.path()) || isPassedOver(target, file))
        .map(file -> new Progress(keys.file(file.path()), nowMillis))
        .toList();
  }

  /** Whether the input last given has the file. */
  boolean gives(ObjectPath file) {
    return given.stream().map(ObjectInfo::path).anyMatch(file::equals);
  }

  /** How many files the input last given has. */
  int givenFiles() {
    return given.size();
  }

  Map<ObjectPath, String> failed() {
    return Map.copyOf(failed);
  }

  /** Files of the wake-up that are neither taken in nor set aside. */
  Set<ObjectPath> pending() {
    return Set.copyOf(waiting);
  }
}
