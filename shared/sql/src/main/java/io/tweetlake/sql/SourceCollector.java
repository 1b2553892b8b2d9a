package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives what a query reads its relation names, one for the same thing. */
final class SourceCollector {
  private final Datasets datasets;
  private final List<Source> sources = new ArrayList<>();
  private final Set<String> models = new LinkedHashSet<>();

  SourceCollector(Datasets datasets) {
    this.datasets = requireNonNull(datasets, "datasets is null");
  }

  TableSource table(String table, boolean streaming) {
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
                ? new TableSource(known.relation(), known.table(), true, true)
                : source);
  }

  FileSource files(String path, String format, Map<String, String> options, boolean streaming) {
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
