package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Translates datasets, each after those that it reads. */
final class DatasetTranslator {
  private final Datasets datasets;
  private final KnownColumns found;
  private final Settings settings;
  private final Problems problems;

  DatasetTranslator(Datasets datasets, KnownColumns found, Settings settings, Problems problems) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.found = requireNonNull(found, "found is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.problems = requireNonNull(problems, "problems is null");
  }

  List<Table> translate() {
    List<Table> tables = new ArrayList<>();
    for (Dataset dataset : new DatasetOrder(datasets, problems).inOrder()) {
      Table table = translate(dataset);
      if (!dataset.isView()) {
        tables.add(table);
      }
    }
    return tables;
  }

  private Table translate(Dataset dataset) {
    List<Query> queries = new ArrayList<>();
    List<Columns> columns = new ArrayList<>();
    List<String> qualifiers = new ArrayList<>();
    boolean lateTypes = false;
    boolean lateKinds = false;
    for (DeclaredFlow declared : dataset.flows()) {
      SourceCollector sources =
          collector(
              dataset,
              new SourceCollector(
                  datasets, source -> found.of(dataset.name(), declared.name(), source)));
      DeclaredFlow.Translated translated = translated(declared, sources, problems);
      TranslatedQuery query = translated.query();
      boolean aggregates = translated.aggregation().isPresent();
      checkStreaming(dataset, declared, query.streaming(), aggregates);
      dataset.describe(query.streaming(), aggregates);
      columns.add(query.columns());
      qualifiers.addAll(translated.relationNames());
      lateTypes |= sources.isDependentOnTypes();
      lateKinds |= sources.isDependentOnKinds();
      queries.add(query(dataset, declared, translated, sources));
    }
    if (queries.isEmpty() && !datasets.isUnreadable(dataset.name())) {
      problems.add(
          dataset.position(),
          dataset.isView()
              ? "View " + dataset.name() + " has no query: add AS SELECT ..."
              : "Table "
                  + dataset.name()
                  + " has no query: add AS SELECT ..., CREATE FLOW or AUTO CDC INTO");
    }
    Columns produced = produced(columns);
    checkColumns(dataset, produced);
    if (dataset.declaredColumns().isEmpty()) {
      Columns seen = dataset.viewColumns().isEmpty() ? produced : Columns.of(dataset.viewColumns());
      dataset.columns(dataset.isView() ? seen : seen.stored());
    }
    SourceCollector ruleSources = new SourceCollector(datasets, source -> Optional.empty());
    List<Expectation> expectations =
        constraints(dataset, ruleSources, problems, qualifiers, produced).translate();
    lateTypes |= ruleSources.isDependentOnTypes();
    lateKinds |= ruleSources.isDependentOnKinds();
    LateBinding.Need need =
        lateTypes
            ? LateBinding.Need.MEANING
            : lateKinds ? LateBinding.Need.TYPES : LateBinding.Need.NONE;
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      DeclaredFlow declared = dataset.flows().get(i);
      flows.add(
          new Flow(
              declared.name(),
              queries.get(i),
              declared.position(),
              new FlowBinding(dataset, declared, qualifiers, produced, need)));
    }
    return new Table(
        dataset.name(),
        dataset.kind(),
        dataset.comment(),
        dataset.declaredColumns(),
        dataset.partitionColumns(),
        dataset.properties(),
        expectations,
        flows,
        dataset.statement().text(),
        dataset.position());
  }

  private Constraints constraints(
      Dataset dataset,
      SourceCollector sources,
      Problems found,
      List<String> qualifiers,
      Columns columns) {
    SourceText source = dataset.statement().source();
    return new Constraints(
        dataset,
        new QueryTranslator(datasets, sources, source, settings, found),
        qualifiers,
        columns.renamed(dataset.viewColumns()));
  }

  private DeclaredFlow.Translated translated(
      DeclaredFlow declared, SourceCollector sources, Problems problems) {
    return declared.translate(
        source -> new QueryTranslator(datasets, sources, source, settings, problems));
  }

  private static SourceCollector collector(Dataset dataset, SourceCollector sources) {
    return dataset.kind() == TableKind.APPLIED_CHANGES ? sources.readingWhole() : sources;
  }

  private static Query query(
      Dataset dataset,
      DeclaredFlow declared,
      DeclaredFlow.Translated translated,
      SourceCollector sources) {
    boolean renames = !dataset.isView() && !dataset.viewColumns().isEmpty();
    String sql = translated.query().sql();
    return new Query(
        declared.written(),
        renames ? renamed(dataset, sql) : sql,
        sources.views(),
        sources.sources(),
        sources.models(),
        dataset.isView() ? Optional.empty() : translated.aggregation(),
        renames ? Optional.empty() : translated.tracedSql());
  }

  /** A temporary view's names are given where it is read. */
  private static String renamed(Dataset dataset, String sql) {
    return "SELECT * FROM ("
        + sql
        + ") AS "
        + Text.quoted(dataset.name())
        + QueryTranslator.list(dataset.viewColumns());
  }

  /** May be used by several threads, after all datasets are translated. */
  private final class FlowBinding implements LateBinding {
    private final Dataset dataset;
    private final DeclaredFlow declared;
    private final List<String> qualifiers;
    private final Columns produced;
    private final Need need;

    FlowBinding(
        Dataset dataset,
        DeclaredFlow declared,
        List<String> qualifiers,
        Columns produced,
        Need need) {
      this.dataset = dataset;
      this.declared = declared;
      this.qualifiers = List.copyOf(qualifiers);
      this.produced = produced;
      this.need = need;
    }

    @Override
    public Need need() {
      return need;
    }

    @Override
    public Bound bind(Map<String, StructType> columns) {
      Problems late = new Problems();
      SourceCollector sources = ofRead(columns);
      DeclaredFlow.Translated bound = translated(declared, sources, late);
      List<Expectation> expectations =
          expectations(produced.withTypesOf(bound.query().columns()), late);
      late.throwIfAny();
      return new Bound(query(dataset, declared, bound, sources), expectations);
    }

    @Override
    public List<Problem> problems(Map<String, StructType> columns) {
      Problems late = new Problems();
      Columns found = translated(declared, ofRead(columns), late).query().columns();
      if (dataset.flows().size() == 1) {
        checkPartitionColumns(dataset, found, late);
        expectations(found, late);
      } else {
        // what one flow has not another may have
        expectations(produced.withTypesOf(found), late);
      }
      return late.sorted();
    }

    private SourceCollector ofRead(Map<String, StructType> columns) {
      return collector(
          dataset,
          SourceCollector.ofRead(
              datasets,
              source ->
                  Optional.ofNullable(columns.get(source.relation()))
                      .map(type -> Columns.of(type, Columns.Extent.FOUND))));
    }

    private List<Expectation> expectations(Columns columns, Problems late) {
      return constraints(
              dataset,
              SourceCollector.ofRead(datasets, source -> Optional.empty()),
              late,
              qualifiers,
              columns)
          .translate();
    }
  }

  private static Columns produced(List<Columns> columns) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    Set<String> names = new LinkedHashSet<>();
    Columns.Extent extent = columns.isEmpty() ? Columns.Extent.OPEN : Columns.Extent.WRITTEN;
    for (Columns one : columns) {
      extent = extent.or(one.extent());
      if (extent == Columns.Extent.OPEN) {
        return Columns.UNKNOWN;
      }
      for (String name : one.names()) {
        if (names.stream().noneMatch(name::equalsIgnoreCase)) {
          names.add(name);
        }
      }
    }
    return new Columns(List.copyOf(names), extent, Set.of(), Map.of(), Map.of());
  }

  private void checkStreaming(
      Dataset dataset, DeclaredFlow flow, boolean streaming, boolean aggregated) {
    Position position = flow.position();
    if (dataset.kind() == TableKind.STREAMING_TABLE && !streaming) {
      problems.add(
          position,
          "Streaming table "
              + dataset.name()
              + " reads no stream: read its source as STREAM, or make it a MATERIALIZED VIEW");
    }
    if (dataset.kind() == TableKind.MATERIALIZED_VIEW && streaming) {
      problems.add(
          position,
          "Materialized view "
              + dataset.name()
              + " reads a stream: leave STREAM out, or make it a STREAMING TABLE");
    }
    if (aggregated && dataset.flows().size() > 1) {
      problems.add(position, "Cannot aggregate in one of several flows into " + dataset.name());
    }
    if (aggregated && dataset.isView()) {
      problems.add(
          position,
          "Cannot aggregate a stream in a view: aggregate in the STREAMING TABLE that reads it");
    }
  }

  private void checkColumns(Dataset dataset, Columns produced) {
    if (!produced.known()) {
      return;
    }
    List<String> names = produced.names();
    dataset
        .declaredColumns()
        // what files bring beyond the declared is added to the table
        .filter(declared -> produced.extent() == Columns.Extent.WRITTEN)
        .ifPresent(
            declared -> {
              for (String name : declared.fieldNames()) {
                if (!produced.has(name) && !dataset.refusedColumns().contains(name)) {
                  problems.add(
                      dataset.position(),
                      "Declared column "
                          + name
                          + " is not in the query"
                          + NearestName.hint(name, names));
                }
              }
              for (String name : names) {
                if (declared.field(name).isEmpty()) {
                  problems.add(
                      dataset.position(),
                      "Column "
                          + name
                          + " of the query is not declared"
                          + NearestName.hint(name, declared.fieldNames()));
                }
              }
            });
    if (!dataset.viewColumns().isEmpty() && dataset.viewColumns().size() != names.size()) {
      problems.add(
          dataset.position(),
          "View "
              + dataset.name()
              + " names "
              + dataset.viewColumns().size()
              + " columns, its query has "
              + names.size());
    }
    checkPartitionColumns(dataset, produced, problems);
  }

  private static void checkPartitionColumns(Dataset dataset, Columns produced, Problems problems) {
    for (String column : dataset.partitionColumns()) {
      if (!produced.mayHave(column)) {
        problems.add(
            dataset.position(),
            "Unknown partition column " + column + NearestName.hint(column, produced.names()));
      }
    }
  }
}
