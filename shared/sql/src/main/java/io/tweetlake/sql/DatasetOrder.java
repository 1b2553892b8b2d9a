package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.NamedQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationNameContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.tree.ParseTree;

/** Puts datasets after those that they read, otherwise as they are declared. */
final class DatasetOrder {
  private final Datasets datasets;
  private final Problems problems;
  private final Map<Dataset, List<Dataset>> reads = new LinkedHashMap<>();
  private final Set<Dataset> ordered = new LinkedHashSet<>();
  private final Set<Dataset> unsound = new LinkedHashSet<>();
  private final List<Dataset> path = new ArrayList<>();

  DatasetOrder(Datasets datasets, Problems problems) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.problems = requireNonNull(problems, "problems is null");
  }

  /** Reports cycles; their datasets are left out. */
  List<Dataset> inOrder() {
    for (Dataset dataset : datasets.all()) {
      Set<Dataset> upstream = new LinkedHashSet<>();
      for (DeclaredFlow flow : dataset.flows()) {
        for (DeclaredFlow.Part part : flow.parts()) {
          new Reader(dataset, part.source(), upstream).collect(part.tree(), Set.of());
        }
      }
      reads.put(dataset, List.copyOf(upstream));
    }
    datasets.all().forEach(this::visit);
    return List.copyOf(ordered);
  }

  private boolean visit(Dataset dataset) {
    if (ordered.contains(dataset)) {
      return true;
    }
    if (unsound.contains(dataset)) {
      return false;
    }
    int start = path.indexOf(dataset);
    if (start >= 0) {
      List<String> names = new ArrayList<>();
      path.subList(start, path.size()).forEach(member -> names.add(member.name()));
      names.add(dataset.name());
      problems.add(dataset.position(), "Cycle: " + String.join(" reads ", names));
      return false;
    }
    path.add(dataset);
    boolean sound = true;
    for (Dataset upstream : reads.get(dataset)) {
      sound &= visit(upstream);
    }
    path.remove(path.size() - 1);
    if (sound) {
      ordered.add(dataset);
    } else {
      unsound.add(dataset);
    }
    return sound;
  }

  /** Looks for what a dataset's query reads. */
  private final class Reader {
    private final Dataset reader;
    private final SourceText source;
    private final Set<Dataset> upstream;

    Reader(Dataset reader, SourceText source, Set<Dataset> upstream) {
      this.reader = reader;
      this.source = source;
      this.upstream = upstream;
    }

    /**
     * @param named the names that WITH gives to queries here, which win over tables
     */
    void collect(ParseTree tree, Set<String> named) {
      if (tree instanceof RelationNameContext name) {
        read(name, named);
        return;
      }
      Set<String> visible = new HashSet<>(named);
      for (int i = 0; i < tree.getChildCount(); i++) {
        collect(tree.getChild(i), visible);
        if (tree.getChild(i) instanceof NamedQueryContext query) {
          visible.add(Text.lower(Text.name(query.name)));
        }
      }
    }

    private void read(RelationNameContext name, Set<String> named) {
      List<String> parts = Text.parts(name.qualifiedName());
      if (parts.size() == 1 && named.contains(Text.lower(parts.get(0)))) {
        return;
      }
      Optional<Dataset> found = datasets.find(parts);
      if (found.filter(reader::equals).isPresent() && isMorePrecise(parts)) {
        problems.add(source.position(name.getStart()), UnknownTables.ofOtherPipeline(parts));
        unsound.add(reader);
        return;
      }
      found.ifPresent(upstream::add);
    }

    /** A table that is declared by its bare name and reads its name with a schema means another. */
    private boolean isMorePrecise(List<String> parts) {
      return !parts.get(0).equalsIgnoreCase("live") && parts.size() > reader.writtenName().size();
    }
  }
}
