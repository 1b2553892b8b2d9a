package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Runs updates of a pipeline's tables. Safe for use by several threads. */
public final class Updater {
  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Engine engine;
  private final MetricsListener listener;
  private final Transfers transfers = new Transfers();
  // a table keeps what it has read of its log
  private final Map<String, DeltaTable> tables = new ConcurrentHashMap<>();

  public Updater(
      Pipeline pipeline,
      LakeLayout layout,
      ObjectStore store,
      Engine engine,
      MetricsListener listener) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.listener = MetricsListener.all(requireNonNull(listener, "listener is null"));
  }

  /**
   * Takes in what is new for a table, in as many commits as the budget allows. Each input is taken
   * in exactly once, however often and by however many callers this is called. Where one of a
   * table's flows fails, the others still run, and the failure is thrown afterwards.
   *
   * @throws IllegalArgumentException where the pipeline has no such table
   * @throws ExpectationViolationException where a row breaks a rule that fails the update
   * @throws UpstreamChangedException where a source that is read as a stream has lost rows
   */
  public UpdateResult update(String table, Wakeup wakeup, Budget budget) {
    Table declared = declared(table);
    Optional<Quarantine> quarantine = quarantine(declared);
    quarantine.ifPresent(Quarantine::catchUp);
    return update(
        declared,
        target(declared),
        quarantine,
        wakeup,
        budget,
        metrics -> {
          quarantine.ifPresent(Quarantine::catchUp);
          listener.committed(metrics);
        });
  }

  /** Takes in what is new for {@code target}, which is the table's or one to take its place. */
  UpdateResult update(
      Table declared,
      TargetTable target,
      Optional<Quarantine> quarantine,
      Wakeup wakeup,
      Budget budget,
      Consumer<UpdateMetrics> committed) {
    List<UpdateMetrics> commits = new ArrayList<>();
    Map<ObjectPath, String> failed = new HashMap<>();
    Set<ObjectPath> pending = new HashSet<>();
    boolean moreWork = false;
    RuntimeException failure = null;
    try (Workspace scratch = engine.newWorkspace()) {
      LocalFiles files = new LocalFiles(store, transfers, scratch.newFolder());
      for (Flow flow : declared.flows()) {
        FlowSources sources = sources(declared, flow, wakeup, budget);
        FlowUpdate update =
            new FlowUpdate(
                flow,
                target,
                sources,
                new ExplainedQuery(query(declared, flow, target, quarantine), flow),
                new Publication(declared, flow, target, quarantine, new SourceColumns(flow.name())),
                engine,
                budget.deadline(),
                metrics -> {
                  commits.add(metrics);
                  committed.accept(metrics);
                });
        try {
          update.run(files);
        } catch (RuntimeException e) {
          listener.failed(declared.name(), flow.name(), e);
          failure = firstOf(failure, e);
        }
        sources
            .failed()
            .forEach(
                (file, reason) -> listener.leftOut(declared.name(), flow.name(), file, reason));
        failed.putAll(sources.failed());
        pending.addAll(sources.pending());
        moreWork |= update.moreWork();
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new UpdateResult(declared.name(), commits, failed, pending, moreWork);
  }

  private static RuntimeException firstOf(RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  Table declared(String name) {
    return pipeline
        .table(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no table %s in the pipeline; it has %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", pipeline.tables().stream().map(Table::name).toList()))));
  }

  private FlowSources sources(Table table, Flow flow, Wakeup wakeup, Budget budget) {
    ProgressKeys keys = ProgressKeys.of(table, flow, layout);
    SourceColumns columns = new SourceColumns(flow.name());
    if (isRecomputed(table, flow)) {
      return new WholeSources(
          flow.query().sources().stream().map(source -> whole(source, columns, keys)).toList());
    }
    List<SourceReader> streams = new ArrayList<>();
    List<SourceReader> statics = new ArrayList<>();
    for (Source source : flow.query().sources()) {
      if (!source.streaming()) {
        statics.add(whole(source, columns, keys));
      } else if (source instanceof FileSource files) {
        streams.add(
            new FileStream(files, wakeup, store, transfers, columns, keys, budget.maxBytes()));
      } else if (source instanceof TableSource upstream) {
        streams.add(
            new TableStream(
                table.name(),
                upstream,
                delta(upstream.table()),
                stored -> readable(upstream.table(), stored),
                keys,
                budget.maxBytes()));
      }
    }
    return new StreamingSources(streams, statics);
  }

  /**
   * An aggregate whose rules take rows away cannot be kept up from the rows that it stored: a group
   * that is dropped today may be kept tomorrow.
   */
  static boolean isRecomputed(Table table, Flow flow) {
    return table.kind().isComputedAnew()
        || (flow.query().aggregation().isPresent() && Rules.removeRows(table));
  }

  private SourceReader whole(Source source, SourceColumns columns, ProgressKeys keys) {
    if (source instanceof TableSource upstream) {
      return new TableReader(
          upstream, delta(upstream.table()), stored -> readable(upstream.table(), stored), keys);
    }
    return new FileReader((FileSource) source, store, columns, keys);
  }

  private FlowQuery query(
      Table table, Flow flow, TargetTable target, Optional<Quarantine> quarantine) {
    if (isRecomputed(table, flow)) {
      return SelectQuery.replacing(table, flow, quarantine);
    }
    return flow.query().aggregation().isPresent()
        ? new AggregateQuery(table, flow, target)
        : SelectQuery.appending(table, flow, quarantine);
  }

  private Optional<Quarantine> quarantine(Table table) {
    return aside(table).map(aside -> Quarantine.of(table.name(), target(table), aside));
  }

  /** The quarantine of a table that is built anew in {@code built}. */
  Optional<Quarantine> quarantineOfRebuild(Table table, TargetTable built) {
    return aside(table).map(aside -> Quarantine.ofRebuild(table.name(), built, aside));
  }

  private Optional<TargetTable> aside(Table table) {
    return table.quarantines() ? Optional.of(target(table.quarantineName())) : Optional.empty();
  }

  /** Brings a table's quarantine up to the table; a no-op where it has none. */
  void catchUpQuarantine(String table) {
    pipeline.table(table).flatMap(this::quarantine).ifPresent(Quarantine::catchUp);
  }

  TargetTable target(Table table) {
    return target(table.name());
  }

  private TargetTable target(String table) {
    return target(delta(table));
  }

  TargetTable target(DeltaTable delta) {
    return new TargetTable(delta, store, transfers);
  }

  Pipeline pipeline() {
    return pipeline;
  }

  MetricsListener listener() {
    return listener;
  }

  Engine engine() {
    return engine;
  }

  DeltaTable delta(String table) {
    String name = pipeline.table(table).map(Table::name).orElse(table);
    return tables.computeIfAbsent(name, key -> DeltaTable.at(store, layout.table(key)));
  }

  /** The streams of files that a table reads. */
  List<FileStream> fileStreams(Table table) {
    return FileStream.allOf(table, layout, store, transfers);
  }

  ObjectStore store() {
    return store;
  }

  LakeLayout layout() {
    return layout;
  }

  Transfers transfers() {
    return transfers;
  }

  /** When the oldest landing file that a table has not taken in was last modified. */
  Optional<Instant> oldestPendingFile(Table table) {
    return PendingFiles.oldest(table, delta(table.name()).snapshot(), layout, store);
  }

  /** The columns that readers see: not those that only an aggregate's upkeep needs. */
  private StructType readable(String table, StructType stored) {
    Set<String> hidden = new HashSet<>();
    pipeline.table(table).stream()
        .flatMap(declared -> declared.flows().stream())
        .flatMap(flow -> flow.query().aggregation().stream())
        .forEach(aggregation -> hidden.addAll(aggregation.hiddenColumns()));
    List<Field> fields =
        stored.fields().stream().filter(field -> !hidden.contains(field.name())).toList();
    return new StructType(fields);
  }
}
