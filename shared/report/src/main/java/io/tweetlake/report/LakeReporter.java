package io.tweetlake.report;

import static io.tweetlake.report.MoodReader.decimal;
import static io.tweetlake.report.MoodReader.number;
import static io.tweetlake.report.MoodReader.quoted;
import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.report.LakeReport.LanguageCount;
import io.tweetlake.report.LakeReport.Place;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.report.RunHistory.Landing;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads reports of one lake. A second report reads only what came since the first. For one thread
 * at a time.
 */
public final class LakeReporter {
  private static final int MAX_RUNS = 40;
  private static final int MAX_PLACES = 500;

  private final Pipeline pipeline;
  private final LineageReader lineage;
  private final LakeQueries queries;
  private final MoodReader moods;
  private final Supplier<List<Failure>> failures;

  /** A reporter that takes failures from the lake's event log. */
  public LakeReporter(
      Pipeline pipeline, LakeLayout layout, ObjectStore store, LakeQueries queries) {
    this(pipeline, layout, store, queries, new FailureLog(layout, store));
  }

  /**
   * A reporter.
   *
   * @param failures the updates that failed lately, in any order
   */
  public LakeReporter(
      Pipeline pipeline,
      LakeLayout layout,
      ObjectStore store,
      LakeQueries queries,
      Supplier<List<Failure>> failures) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.lineage = new LineageReader(pipeline, layout, store);
    this.queries = requireNonNull(queries, "queries is null");
    this.moods = new MoodReader(queries);
    this.failures = requireNonNull(failures, "failures is null");
  }

  /** The lake as it is now. */
  public LakeReport read() {
    List<Failure> failed = failures.get();
    Map<String, Failure> latest = new HashMap<>();
    failed.forEach(
        failure ->
            latest.merge(
                failure.table(),
                failure,
                (one, other) -> one.at().isAfter(other.at()) ? one : other));
    Lineage graph = lineage.read(latest);
    Map<String, TableNode> tables = new HashMap<>();
    List<Lineage.Update> updates = new ArrayList<>();
    for (Lineage.Node node : graph.nodes()) {
      if (node instanceof TableNode table) {
        updates.addAll(table.updates());
        if (table.version().isPresent()) {
          tables.put(table.name(), table);
        }
      }
    }
    Optional<TableNode> scored =
        pipeline.tables().stream()
            .filter(table -> !LineageReader.models(table).isEmpty())
            .map(table -> tables.get(table.name()))
            .filter(table -> table != null && MoodReader.readable(new StructType(table.schema())))
            .findFirst();
    Optional<Moods> mood =
        scored.map(table -> moods.read(table.name(), new StructType(table.schema())));
    Optional<TableNode> posts =
        pipeline.tables().stream()
            .filter(LakeReporter::readsFiles)
            .map(table -> tables.get(table.name()))
            .filter(table -> table != null)
            .findFirst();
    return new LakeReport(
        Instant.now(),
        mood.isEmpty() ? graph : withModels(graph, scored.get().name(), mood.get().models()),
        mood,
        posts.map(this::languages).orElse(List.of()),
        posts.map(this::places).orElse(List.of()),
        RunHistory.of(updates, landings(tables), failed, MAX_RUNS));
  }

  /** Of each path once, though several tables may read it. */
  private List<Landing> landings(Map<String, TableNode> tables) {
    Set<String> told = new HashSet<>();
    List<Landing> landings = new ArrayList<>();
    for (Table table : pipeline.tables()) {
      boolean news =
          table.sources().stream()
                  .filter(FileSource.class::isInstance)
                  .map(source -> ((FileSource) source).path())
                  .filter(told::add)
                  .count()
              > 0;
      if (news && tables.containsKey(table.name())) {
        for (Lineage.Update update : tables.get(table.name()).updates()) {
          if (update.inputFiles() > 0 && update.newestInputAt().isPresent()) {
            landings.add(
                new Landing(update.newestInputAt().get(), update.inputFiles(), update.rowsIn()));
          }
        }
      }
    }
    return landings;
  }

  private static boolean readsFiles(Table table) {
    return table.sources().stream().anyMatch(FileSource.class::isInstance);
  }

  /** Only models that gave an answer are named. */
  private Lineage withModels(Lineage graph, String scoredTable, List<String> modelIds) {
    List<String> used = pipeline.table(scoredTable).map(LineageReader::models).orElse(List.of());
    return new Lineage(
        graph.nodes().stream()
            .map(
                node ->
                    node instanceof Lineage.ModelNode model && used.contains(model.model())
                        ? new Lineage.ModelNode(model.name(), model.model(), modelIds)
                        : node)
            .toList(),
        graph.edges());
  }

  private List<LanguageCount> languages(TableNode posts) {
    if (new StructType(posts.schema()).field("lang").isEmpty()) {
      return List.of();
    }
    String sql =
        "SELECT lang, count(*) FROM %s GROUP BY lang ORDER BY 2 DESC, 1"
            .formatted(quoted(posts.name()));
    return queries.query(sql, Integer.MAX_VALUE).rows().stream()
        .map(row -> new LanguageCount(row.get(0).text(), number(row.get(1))))
        .toList();
  }

  /** From a post's own point, or else from the middle of the place that it names. */
  private List<Place> places(TableNode posts) {
    StructType schema = new StructType(posts.schema());
    List<String> longitudes = new ArrayList<>();
    List<String> latitudes = new ArrayList<>();
    if (type(schema, "coordinates", "coordinates").filter(LakeReporter::numbers).isPresent()) {
      longitudes.add("coordinates.coordinates[1]");
      latitudes.add("coordinates.coordinates[2]");
    }
    boolean box =
        type(schema, "place", "bounding_box", "coordinates")
            .filter(
                type ->
                    type instanceof ArrayType rings
                        && rings.element() instanceof ArrayType ring
                        && numbers(ring.element()))
            .isPresent();
    if (box) {
      String corner = "place.bounding_box.coordinates[1]";
      longitudes.add("(%s[1][1] + %s[3][1]) / 2".formatted(corner, corner));
      latitudes.add("(%s[1][2] + %s[3][2]) / 2".formatted(corner, corner));
    }
    if (longitudes.isEmpty()) {
      return List.of();
    }
    String sql =
        ("SELECT round(coalesce(%s)) AS longitude, round(coalesce(%s)) AS latitude, count(*)"
                + " FROM %s GROUP BY longitude, latitude HAVING longitude IS NOT NULL"
                + " AND latitude IS NOT NULL ORDER BY 3 DESC, 1, 2 LIMIT %d")
            .formatted(
                String.join(", ", longitudes),
                String.join(", ", latitudes),
                quoted(posts.name()),
                MAX_PLACES);
    return queries.query(sql, MAX_PLACES).rows().stream()
        .map(row -> new Place(decimal(row.get(0)), decimal(row.get(1)), number(row.get(2))))
        .toList();
  }

  private static boolean numbers(DataType type) {
    return type instanceof ArrayType array
        && (array.element() == PrimitiveType.DOUBLE || array.element() == PrimitiveType.LONG);
  }

  private static Optional<DataType> type(StructType schema, String... path) {
    Optional<DataType> type = Optional.of(schema);
    for (String name : path) {
      type =
          type.filter(StructType.class::isInstance)
              .flatMap(struct -> ((StructType) struct).field(name))
              .map(field -> field.type());
    }
    return type;
  }
}
