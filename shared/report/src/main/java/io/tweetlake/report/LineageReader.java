package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.PendingVersions;
import io.tweetlake.report.Lineage.Edge;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Node;
import io.tweetlake.report.Lineage.Status;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.sql.CheckedView;
import io.tweetlake.sql.Expectation;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the lineage graph with its numbers from the tables' logs. */
final class LineageReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Pipeline pipeline;
  private final LakeLayout layout;
  private final NodeNames names;
  private final Map<String, DeltaTable> deltas = new LinkedHashMap<>();
  private final Map<String, TableHistory> histories = new LinkedHashMap<>();

  LineageReader(Pipeline pipeline, LakeLayout layout, ObjectStore store) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.names = new NodeNames(pipeline);
    for (Table table : pipeline.tables()) {
      DeltaTable delta = DeltaTable.at(store, layout.table(table.name()));
      deltas.put(table.name(), delta);
      histories.put(table.name(), new TableHistory(table.name(), delta));
    }
  }

  /**
   * Reads the graph.
   *
   * @param failures the latest failure of each table that has one
   */
  Lineage read(Map<String, Failure> failures) {
    Map<String, Optional<Snapshot>> snapshots = new LinkedHashMap<>();
    deltas.forEach((name, delta) -> snapshots.put(name, delta.snapshot()));
    snapshots.forEach(
        (name, snapshot) -> snapshot.ifPresent(current -> histories.get(name).readUpTo(current)));

    Map<String, Node> nodes = new LinkedHashMap<>();
    Set<Edge> edges = new LinkedHashSet<>();
    for (Table table : pipeline.tables()) {
      TableHistory history = histories.get(table.name());
      for (var source : table.sources()) {
        if (source instanceof FileSource files) {
          String name = names.ofFiles(files.path());
          nodes.merge(
              name,
              new FileNode(name, files.path(), history.inputFiles(), history.rowsIn()),
              (one, other) -> one);
          edges.add(new Edge(name, table.name()));
        } else if (source instanceof TableSource upstream) {
          edges.add(new Edge(upstream.table(), table.name()));
        }
      }
      for (String model : models(table)) {
        String name = names.ofModel(model);
        nodes.put(name, new ModelNode(name, model, List.of()));
        edges.add(new Edge(name, table.name()));
      }
      nodes.put(
          table.name(), node(table, snapshots, Optional.ofNullable(failures.get(table.name()))));
    }
    return new Lineage(new ArrayList<>(nodes.values()), new ArrayList<>(edges));
  }

  static List<String> models(Table table) {
    return table.flows().stream()
        .flatMap(flow -> flow.query().models().stream())
        .distinct()
        .toList();
  }

  private TableNode node(
      Table table, Map<String, Optional<Snapshot>> snapshots, Optional<Failure> failure) {
    Optional<Snapshot> snapshot = snapshots.get(table.name());
    TableHistory history = histories.get(table.name());
    long rows = snapshot.map(LineageReader::rows).orElse(0L);
    Optional<Instant> lastCommitAt = snapshot.map(Snapshot::timestamp);
    Optional<Failure> standing = failure.filter(failed -> failed.stands(history.updates()));
    return new TableNode(
        table.name(),
        table.kind().name().toLowerCase(Locale.ROOT),
        status(table, snapshots, standing.isPresent()),
        table.comment(),
        table.definition(),
        snapshot.map(current -> current.schema().fields()).orElse(List.of()),
        snapshot.map(Snapshot::version),
        lastCommitAt,
        rows,
        history.rowsIn(),
        rewritten(table) ? rows : history.rowsWritten(),
        history.rowsDropped(),
        history.rowsQuarantined(),
        expectations(table, history),
        history.updates(),
        standing.map(Failure::error));
  }

  /** Of the views with constraints that the table reads, and then its own. */
  private static List<ExpectationCount> expectations(Table table, TableHistory history) {
    List<ExpectationCount> counts = new ArrayList<>();
    for (CheckedView view : table.views()) {
      for (Expectation expectation : view.expectations()) {
        counts.add(
            count(view.name() + "." + expectation.name(), view.name(), expectation, history));
      }
    }
    for (Expectation expectation : table.expectations()) {
      counts.add(count(expectation.name(), table.name(), expectation, history));
    }
    return counts;
  }

  private static ExpectationCount count(
      String shownName, String dataset, Expectation expectation, TableHistory history) {
    return new ExpectationCount(
        shownName,
        expectation.predicate(),
        expectation.action(),
        history.passed(dataset, expectation.name()),
        history.failed(dataset, expectation.name()));
  }

  /** Whether an update writes the whole table anew, so that what it wrote is what there is. */
  private static boolean rewritten(Table table) {
    return table.kind().isComputedAnew()
        || table.flows().stream().anyMatch(flow -> flow.query().aggregation().isPresent());
  }

  private Status status(Table table, Map<String, Optional<Snapshot>> snapshots, boolean failed) {
    if (failed) {
      return Status.FAILED;
    }
    boolean behind =
        table.sources().stream()
            .anyMatch(
                source ->
                    source instanceof TableSource upstream
                        && isBehind(table, snapshots.get(table.name()), upstream.table()));
    if (behind) {
      return Status.RUNNING;
    }
    return snapshots.get(table.name()).isPresent() ? Status.COMPLETED : Status.IDLE;
  }

  private boolean isBehind(Table table, Optional<Snapshot> state, String upstream) {
    TableHistory history = histories.get(upstream);
    if (history == null) {
      return false;
    }
    boolean whole = pipeline.table(upstream).map(LineageReader::rewritten).orElse(false);
    // compactions of the source, and updates whose rows were all dropped, are nothing to take in
    OptionalLong needed =
        history.updates().stream()
            .filter(update -> whole || update.rowsWritten() > 0)
            .mapToLong(Lineage.Update::version)
            .max();
    return needed.isPresent()
        && PendingVersions.lacks(table, state, upstream, needed.getAsLong(), layout);
  }

  private static long rows(Snapshot snapshot) {
    return snapshot.files().stream().mapToLong(LineageReader::rows).sum();
  }

  private static long rows(DataFile file) {
    try {
      return file.statsJson().isPresent()
          ? JSON.readTree(file.statsJson().get()).path("numRecords").asLong()
          : 0;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The statistics of " + file.path() + " are not JSON", e);
    }
  }
}
