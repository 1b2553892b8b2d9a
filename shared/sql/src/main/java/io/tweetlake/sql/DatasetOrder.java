package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Dataset.DeclaredFlow;
import io.tweetlake.sql.grammar.PipelineParser.RelationNameContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        collect(flow.query(), upstream);
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

  private void collect(ParseTree tree, Set<Dataset> upstream) {
    if (tree instanceof RelationNameContext name) {
      List<String> parts = Text.parts(name.qualifiedName());
      datasets.find(parts.get(parts.size() - 1)).ifPresent(upstream::add);
      return;
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collect(tree.getChild(i), upstream);
    }
  }
}
