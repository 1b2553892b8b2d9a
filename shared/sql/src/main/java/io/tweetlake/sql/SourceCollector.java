package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Gives what a query reads its relation names, one for the same thing. */
final class SourceCollector {
  private final Datasets datasets;
  private final List<Source> sources = new ArrayList<>();
  private final Map<String, TranslatedQuery> viewRelations = new HashMap<>();
  private final List<CheckedView> views = new ArrayList<>();
  private final Set<String> models = new LinkedHashSet<>();

  private final Function<Source, Optional<Columns>> found;
  private final boolean typesAreFound;
  private boolean readsWhole;
  private final Set<Columns.Extent> extents = EnumSet.noneOf(Columns.Extent.class);
  private boolean dependsOnTypes;
  private boolean dependsOnKinds;

  /**
   * Of sources that are not read yet.
   *
   * @param found what columns the data of a source is known to have
   */
  SourceCollector(Datasets datasets, Function<Source, Optional<Columns>> found) {
    this(datasets, found, false);
  }

  private SourceCollector(
      Datasets datasets, Function<Source, Optional<Columns>> found, boolean typesAreFound) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.found = requireNonNull(found, "found is null");
    this.typesAreFound = typesAreFound;
  }

  /** Of sources that are read, with the columns that were found. */
  static SourceCollector ofRead(Datasets datasets, Function<Source, Optional<Columns>> found) {
    return new SourceCollector(datasets, found, true);
  }

  /** Has all rows of streams read at each update, as a table needs that is computed anew. */
  SourceCollector readingWhole() {
    readsWhole = true;
    return this;
  }

  /** Whether the sources are read, so that nothing more will be known of their types. */
  boolean typesAreFound() {
    return typesAreFound;
  }

  Optional<Columns> found(Source source) {
    return found.apply(source);
  }

  /** Takes note of how much is known of a relation that the query reads. */
  void reads(Columns columns) {
    extents.add(columns.extent());
  }

  /** Whether something that is read has columns, or fields within, of just that extent. */
  boolean readsAny(Columns.Extent extent) {
    return extents.contains(extent);
  }

  /** Takes note that the query means one thing or another by the types of its sources. */
  void dependsOnTypes() {
    dependsOnTypes = true;
  }

  /** Takes note that kinds of columns tell the types of results, or what is refused. */
  void dependsOnKinds() {
    dependsOnKinds = true;
  }

  boolean isDependentOnKinds() {
    return dependsOnKinds;
  }

  boolean isDependentOnTypes() {
    return dependsOnTypes;
  }

  /** Whether all rows of streams are read at each update. */
  boolean readsWhole() {
    return readsWhole;
  }

  TableSource table(String table, boolean stream) {
    boolean streaming = stream && !readsWhole;
    for (Source source : sources) {
      if (source instanceof TableSource known
          && known.table().equals(table)
          && known.streaming() == streaming) {
        return known;
      }
    }
    boolean readBothWays =
        sources.stream()
            .anyMatch(source -> source instanceof TableSource known && known.table().equals(table));
    String relation = readBothWays ? unused(table + (streaming ? "_new" : "_all")) : table;
    return add(new TableSource(relation, table, streaming));
  }

  /** Passes over versions of a table that change rows, wherever the query streams it. */
  void skipChangeCommits(String table) {
    sources.replaceAll(
        source ->
            source instanceof TableSource known
                    && known.streaming()
                    && known.table().equalsIgnoreCase(table)
                ? known.skippingChangeCommits()
                : source);
  }

  /**
   * The relation with those rows of a table.
   *
   * @param table as {@link #table} gave it just now
   */
  String relation(TableSource table, StreamRows rows) {
    if (rows == StreamRows.NEW || !table.streaming()) {
      return table.relation();
    }
    Optional<String> known =
        rows == StreamRows.BEFORE ? table.past().before() : table.past().soFar();
    if (known.isPresent()) {
      return known.get();
    }
    String relation = unused(rows.relation(table.table()));
    sources.set(sources.indexOf(table), table.with(table.past().with(rows, relation)));
    return relation;
  }

  /**
   * Takes note that new rows of streams meet past rows of others.
   *
   * @param newRows relations of streams
   * @param pastRows relations of streams
   */
  void meet(Set<String> newRows, Set<String> pastRows) {
    sources.replaceAll(
        source ->
            source instanceof TableSource known && pastRows.contains(known.relation())
                ? known.with(known.past().metBy(newRows))
                : source);
  }

  FileSource files(String path, String format, Map<String, String> options, boolean stream) {
    boolean streaming = stream && !readsWhole;
    for (Source source : sources) {
      if (source instanceof FileSource known
          && known.path().equals(path)
          && known.format().equals(format)
          && known.options().equals(options)
          && known.streaming() == streaming) {
        return known;
      }
    }
    return add(new FileSource(unused("files"), path, format, options, streaming));
  }

  /** What is known of a view with constraints that the query reads already. */
  Optional<TranslatedQuery> view(String name) {
    return Optional.ofNullable(viewRelations.get(name));
  }

  /** Takes note of a view whose rows are made before the query runs. */
  void view(CheckedView view, TranslatedQuery relation) {
    views.add(view);
    viewRelations.put(view.name(), relation);
  }

  List<CheckedView> views() {
    return List.copyOf(views);
  }

  void model(String name) {
    models.add(name);
  }

  List<Source> sources() {
    return List.copyOf(sources);
  }

  List<String> models() {
    return List.copyOf(models);
  }

  private <T extends Source> T add(T source) {
    sources.add(source);
    return source;
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int i = 2; isTaken(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return datasets.find(name).isPresent()
        || sources.stream().anyMatch(source -> source.relation().equalsIgnoreCase(name));
  }
}
