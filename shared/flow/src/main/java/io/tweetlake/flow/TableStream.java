package io.tweetlake.flow;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * New rows of a table. A target's first look at it takes the snapshot of that moment, and from then
 * on each version's new files. Both can be taken in bit by bit: the target remembers the version
 * and how many of its files it has.
 */
final class TableStream implements SourceReader {
  // versions without rows, such as compactions, move the progress only now and then, so that they
  // do not make every reader of the table commit too
  private static final long MAX_VERSIONS_WITHOUT_PROGRESS = 50;
  private static final Comparator<DataFile> OLDEST_FIRST =
      Comparator.comparing(DataFile::modifiedAt).thenComparing(DataFile::path);

  private final String target;
  private final TableSource source;
  private final DeltaTable upstream;
  private final UnaryOperator<StructType> readable;
  private final ProgressKeys keys;
  private final long maxBytes;
  private boolean exhausted;

  TableStream(
      String target,
      TableSource source,
      DeltaTable upstream,
      UnaryOperator<StructType> readable,
      ProgressKeys keys,
      long maxBytes) {
    this.target = requireNonNull(target, "target is null");
    this.source = requireNonNull(source, "source is null");
    this.upstream = requireNonNull(upstream, "upstream is null");
    this.readable = requireNonNull(readable, "readable is null");
    this.keys = requireNonNull(keys, "keys is null");
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<Input> next(Optional<Snapshot> targetState) {
    Optional<Snapshot> latest = upstream.snapshot();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Snapshot now = latest.orElseThrow();
    OptionalLong done = known(targetState, keys.table(source.table()));
    Slice slice = new Slice(maxBytes);
    Optional<List<Progress>> progress =
        done.isPresent()
            ? changes(now, targetState, done.getAsLong(), slice)
            : Optional.of(firstSnapshot(now, targetState, slice));
    return Optional.of(
        new TableInput(
            source.relation(),
            upstream,
            slice.files,
            readable.apply(now.schema()),
            now.partitionColumns(),
            progress.orElseGet(() -> isJoined() ? standing(now, targetState) : List.of()),
            progress.isEmpty(),
            slice.newestAt,
            new PastInput(source.past(), () -> taken(now, targetState))));
  }

  /** Whether rows are read again for those of other streams. */
  private boolean isJoined() {
    return source.past().areRead();
  }

  /**
   * Where the target stands, though that may hardly be worth a commit. Rows of other streams were
   * joined with those taken in of this one: where another writer has taken in more of it meanwhile,
   * their commit must be refused.
   */
  private List<Progress> standing(Snapshot now, Optional<Snapshot> targetState) {
    long done = known(targetState, keys.table(source.table())).orElse(0);
    return done < now.version()
        ? finished(now.version(), targetState)
        : List.of(
            new Progress(keys.table(source.table()), done),
            new Progress(keys.index(source.table()), index(targetState)));
  }

  /** The files that the target has taken in, without what came later. */
  private List<DataFile> taken(Snapshot now, Optional<Snapshot> targetState) {
    OptionalLong done = known(targetState, keys.table(source.table()));
    OptionalLong begun = known(targetState, keys.snapshot(source.table()));
    if (done.isEmpty() && begun.isEmpty()) {
      return List.of();
    }
    TakenFiles taken = new TakenFiles();
    long takenOfNext = index(targetState);
    long version = done.orElseGet(begun::getAsLong);
    if (done.isEmpty()) {
      List<DataFile> start = oldestFirst(snapshot(version, now));
      taken.later(start.subList(Math.toIntExact(takenOfNext), start.size()));
      takenOfNext = 0;
    }
    if (version < now.version()) {
      Iterator<Commit> commits = upstream.changes(version + 1);
      while (commits.hasNext()) {
        Commit commit = commits.next();
        if (commit.version() > now.version()) {
          break;
        }
        // rows that went away would be missed without a word
        addedBy(commit);
        taken.next(commit, takenOfNext);
        takenOfNext = 0;
      }
    }
    return taken.in(now);
  }

  /** What {@link #next} would give, without its effects. */
  Optional<Input> look(Optional<Snapshot> targetState) {
    boolean before = exhausted;
    try {
      return next(targetState);
    } finally {
      exhausted = before;
    }
  }

  @Override
  public boolean isExhausted() {
    return exhausted;
  }

  private List<Progress> firstSnapshot(Snapshot now, Optional<Snapshot> targetState, Slice slice) {
    OptionalLong begun = known(targetState, keys.snapshot(source.table()));
    Snapshot start = begun.isPresent() ? snapshot(begun.getAsLong(), now) : now;
    List<DataFile> files = oldestFirst(start);
    long taken = begun.isPresent() ? index(targetState) : 0;
    Rewrites rewrites = new Rewrites(upstream, start.version(), now);
    long upTo = slice.take(files, taken, rewrites);
    exhausted = upTo == files.size() && start.version() == now.version();
    slice.from(slice.files.stream().map(DataFile::modifiedAt).max(naturalOrder()));
    if (upTo == files.size()) {
      return finished(start.version(), targetState);
    }
    return List.of(
        new Progress(keys.snapshot(source.table()), start.version()),
        new Progress(keys.index(source.table()), upTo));
  }

  private Snapshot snapshot(long version, Snapshot now) {
    return version == now.version() ? now : upstream.snapshotAt(version);
  }

  private static List<DataFile> oldestFirst(Snapshot snapshot) {
    return snapshot.files().stream().sorted(OLDEST_FIRST).toList();
  }

  /** Empty where there is nothing that is worth a commit. */
  private Optional<List<Progress>> changes(
      Snapshot now, Optional<Snapshot> targetState, long done, Slice slice) {
    exhausted = true;
    if (done >= now.version()) {
      return Optional.empty();
    }
    long version = done;
    long taken = index(targetState);
    Rewrites rewrites = new Rewrites(upstream, done, now);
    Iterator<Commit> commits = upstream.changes(done + 1);
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.version() > now.version()) {
        break;
      }
      List<DataFile> added = addedBy(commit);
      if (!added.isEmpty()) {
        slice.from(newest(commit));
      }
      long upTo = slice.take(added, taken, rewrites);
      if (upTo < added.size()) {
        exhausted = false;
        List<Progress> progress = new ArrayList<>();
        progress.add(new Progress(keys.table(source.table()), version));
        progress.add(new Progress(keys.index(source.table()), upTo));
        return Optional.of(progress);
      }
      version = commit.version();
      taken = 0;
    }
    if (slice.files.isEmpty() && version - done < MAX_VERSIONS_WITHOUT_PROGRESS) {
      return Optional.empty();
    }
    return Optional.of(finished(version, targetState));
  }

  private Optional<Instant> newest(Commit commit) {
    return CommitMetrics.read(source.table(), commit).flatMap(UpdateMetrics::newestInputAt);
  }

  private List<DataFile> addedBy(Commit commit) {
    if (Rewrites.isForgetting(commit)) {
      return List.of();
    }
    if (!commit.removed().isEmpty()) {
      if (source.skipChangeCommits()) {
        return List.of();
      }
      throw new UpstreamChangedException(target, source.table(), commit.version(), upstream.root());
    }
    return commit.added();
  }

  private List<Progress> finished(long version, Optional<Snapshot> targetState) {
    List<Progress> progress = new ArrayList<>();
    progress.add(new Progress(keys.table(source.table()), version));
    // of streams that are joined, each commit says in full where they stand
    if (isJoined() || index(targetState) > 0) {
      progress.add(new Progress(keys.index(source.table()), 0));
    }
    return progress;
  }

  private long index(Optional<Snapshot> targetState) {
    return known(targetState, keys.index(source.table())).orElse(0);
  }

  private static OptionalLong known(Optional<Snapshot> targetState, String key) {
    return targetState.map(state -> state.progress(key)).orElse(OptionalLong.empty());
  }

  /** Files up to a size; at least one, so that a file larger than the budget is read at all. */
  private static final class Slice {
    private final long maxBytes;
    private final List<DataFile> files = new ArrayList<>();
    private long sizeBytes;
    private Optional<Instant> newestAt = Optional.empty();

    Slice(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    void from(Optional<Instant> landedAt) {
      newestAt = Stream.of(newestAt, landedAt).flatMap(Optional::stream).max(naturalOrder());
    }

    /**
     * Takes of {@code offered} from {@code from} on, each as it has been written anew since;
     * returns the first index not taken.
     */
    long take(List<DataFile> offered, long from, Rewrites rewrites) {
      for (int i = Math.toIntExact(from); i < offered.size(); i++) {
        List<DataFile> present = rewrites.of(offered.get(i));
        long presentBytes = present.stream().mapToLong(DataFile::sizeBytes).sum();
        if (!files.isEmpty() && sizeBytes + presentBytes > maxBytes) {
          return i;
        }
        files.addAll(present);
        sizeBytes += presentBytes;
      }
      return offered.size();
    }
  }
}
