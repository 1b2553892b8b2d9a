package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.Model;
import io.tweetlake.engine.QueryLimits;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.Sandbox;
import io.tweetlake.engine.Workspace;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.Aggregation;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A lake's tables as relations of DuckDB, for people's queries: {@code SELECT .. FROM silver
 * VERSION AS OF 3}. Statements can neither write nor reach anything but the tables. Safe for use by
 * several threads, one query at a time; {@link #newSession} lets another run beside it.
 */
public final class LakeTables implements LakeQueries, AutoCloseable {
  private static final Model NO_MODEL =
      (name, texts) -> {
        throw new IllegalArgumentException("ai_query runs in pipelines, not in queries");
      };

  private final LakeLayout layout;
  private final ObjectStore store;
  private final DataFileCache files;
  private final Engine engine;
  private final boolean engineIsOwn;
  private final Workspace workspace;

  /** By lower-case name. */
  private final Map<String, Optional<Table>> tables;

  private final Map<String, Long> boundVersions = new HashMap<>();

  /** Of bound relations, by the table's lower-case name. */
  private final Map<String, List<String>> boundColumns = new HashMap<>();

  /**
   * Opens the tables of a pipeline, and their quarantines.
   *
   * @param options its scratch folder also keeps copies of the tables' files
   */
  public LakeTables(
      Pipeline pipeline, LakeLayout layout, ObjectStore store, EngineOptions options) {
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    Path copies = options.scratchFolder().resolve("tables").toAbsolutePath();
    this.files = new DataFileCache(store, copies);
    Map<String, Optional<Table>> byName = new TreeMap<>();
    for (Table table : pipeline.tables()) {
      byName.put(table.name().toLowerCase(Locale.ROOT), Optional.of(table));
      // there may be one of an earlier definition, and a table of the pipeline may have the name
      byName.putIfAbsent(table.quarantineName().toLowerCase(Locale.ROOT), Optional.empty());
    }
    this.tables = Collections.unmodifiableMap(byName);
    this.engine = Engine.open(options.withSandbox(Sandbox.lockedTo(copies)), NO_MODEL);
    this.workspace = engine.newWorkspace();
    this.engineIsOwn = true;
  }

  private LakeTables(LakeTables other) {
    this.layout = other.layout;
    this.store = other.store;
    this.files = other.files;
    this.tables = other.tables;
    this.engine = other.engine;
    this.workspace = engine.newWorkspace();
    this.engineIsOwn = false;
  }

  /**
   * The same tables for queries that run beside these; they share memory and copies of files. To be
   * closed before this.
   */
  public LakeTables newSession() {
    return new LakeTables(this);
  }

  @Override
  public QueryResult query(String sql, int maxRows) {
    return query(sql, QueryLimits.ofRows(maxRows));
  }

  /**
   * The rows of a query over the tables as they are now.
   *
   * @throws IllegalArgumentException where the query cannot run or takes too long; the message is
   *     for the one who wrote it
   */
  public synchronized QueryResult query(String sql, QueryLimits limits) {
    StringBuilder rewritten = new StringBuilder();
    Set<String> columns = new LinkedHashSet<>();
    int copied = 0;
    for (TableReference reference : TableReference.in(sql)) {
      if (!tables.containsKey(reference.name().toLowerCase(Locale.ROOT))) {
        if (reference.travels()) {
          throw new IllegalArgumentException(
              "There is no table %s to go back in; there are %s"
                  .formatted(reference.name(), names()));
        }
        continue;
      }
      Optional<String> relation = bind(reference);
      columns.addAll(
          boundColumns.getOrDefault(reference.name().toLowerCase(Locale.ROOT), List.of()));
      if (relation.isPresent()) {
        rewritten.append(sql, copied, reference.start()).append(MoodReader.quoted(relation.get()));
        copied = reference.end();
      }
    }
    rewritten.append(sql, copied, sql.length());
    try {
      return workspace.query(rewritten.toString(), limits);
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          new QueryProblem(sql, tableNames(), columns).explain(e.getMessage()), e);
    }
  }

  /** The rows of a table as it was at a version. */
  public QueryResult rows(String table, long version, QueryLimits limits) {
    String name = MoodReader.quoted(table);
    return query("SELECT * FROM %s VERSION AS OF %d".formatted(name, version), limits);
  }

  /** Makes the table readable; gives the relation's name where that is not the table's own. */
  private Optional<String> bind(TableReference reference) {
    String name = reference.name().toLowerCase(Locale.ROOT);
    Optional<Table> declared = tables.get(name);
    String folder =
        declared
            .map(Table::name)
            .orElseGet(
                () ->
                    tables
                            .get(
                                name.substring(0, name.length() - Table.QUARANTINE_SUFFIX.length()))
                            .orElseThrow()
                            .name()
                        + Table.QUARANTINE_SUFFIX);
    DeltaTable delta = DeltaTable.at(store, layout.table(folder));
    Optional<Snapshot> snapshot =
        reference.version().isPresent()
            ? reference.version().map(delta::snapshotAt)
            : reference.time().isPresent()
                ? reference.time().map(delta::snapshotAt)
                : delta.snapshot();
    if (snapshot.isEmpty()) {
      if (declared.isPresent()) {
        throw new IllegalArgumentException(
            "The table %s has no rows yet: nothing was committed to it".formatted(folder));
      }
      return Optional.empty();
    }
    long version = snapshot.get().version();
    String relation = reference.travels() ? name + "@" + version : name;
    if (!Long.valueOf(version).equals(boundVersions.get(relation))) {
      bind(relation, delta, snapshot.get(), declared);
      boundVersions.put(relation, version);
    }
    return reference.travels() ? Optional.of(relation) : Optional.empty();
  }

  private void bind(
      String relation, DeltaTable delta, Snapshot snapshot, Optional<Table> declared) {
    List<DataFile> dataFiles = snapshot.files();
    StructType columns = visible(snapshot.schema(), declared);
    boundColumns.put(relation.replaceFirst("@\\d+$", ""), columns.fieldNames());
    workspace.bindParquet(
        relation,
        dataFiles.stream().map(file -> files.local(delta.root(), file)).toList(),
        dataFiles.stream().map(DataFile::partitionValues).toList(),
        columns,
        snapshot.partitionColumns());
  }

  /** Without the columns that only a running aggregate needs. */
  private static StructType visible(StructType schema, Optional<Table> declared) {
    List<String> hidden = new ArrayList<>();
    declared.ifPresent(
        table ->
            table.flows().stream()
                .flatMap(flow -> flow.query().aggregation().stream())
                .map(Aggregation::hiddenColumns)
                .forEach(hidden::addAll));
    List<Field> fields =
        schema.fields().stream().filter(field -> !hidden.contains(field.name())).toList();
    return new StructType(fields);
  }

  private String names() {
    return String.join(", ", tableNames());
  }

  private List<String> tableNames() {
    return tables.values().stream().flatMap(Optional::stream).map(Table::name).toList();
  }

  /** Waits for a query that is running. */
  @Override
  public synchronized void close() {
    workspace.close();
    if (engineIsOwn) {
      engine.close();
    }
  }
}
