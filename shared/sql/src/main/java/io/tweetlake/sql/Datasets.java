package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The datasets of a pipeline by name, without regard to case. */
final class Datasets {
  private final Map<String, Dataset> byName = new LinkedHashMap<>();
  private final Set<String> unreadable = new HashSet<>();

  /** Returns the dataset that had the name already. */
  Optional<Dataset> add(Dataset dataset) {
    return Optional.ofNullable(byName.putIfAbsent(Text.lower(dataset.name()), dataset));
  }

  /** Takes note of a dataset that cannot be made, which is told where its rows would come from. */
  void addUnreadable(String name) {
    unreadable.add(Text.lower(name));
  }

  boolean isUnreadable(String name) {
    return unreadable.contains(Text.lower(name));
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
