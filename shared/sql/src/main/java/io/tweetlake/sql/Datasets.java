package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The datasets of a pipeline by name, without regard to case. */
final class Datasets {
  private final Map<String, Dataset> byName = new LinkedHashMap<>();

  /** Returns the dataset that had the name already. */
  Optional<Dataset> add(Dataset dataset) {
    return Optional.ofNullable(byName.putIfAbsent(Text.lower(dataset.name()), dataset));
  }

  Optional<Dataset> find(String name) {
    return Optional.ofNullable(byName.get(Text.lower(name)));
  }

  Collection<Dataset> all() {
    return byName.values();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    byName.values().forEach(dataset -> names.add(dataset.name()));
    return names;
  }
}
