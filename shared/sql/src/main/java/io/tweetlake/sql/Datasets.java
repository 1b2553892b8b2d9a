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

  /**
   * The dataset that a name with catalog and schema means. What both names say of those must be the
   * same: {@code bronze.posts} is not {@code silver.posts}, but may be {@code posts}.
   */
  Optional<Dataset> find(List<String> parts) {
    return find(parts.get(parts.size() - 1))
        .filter(dataset -> agree(withoutLive(dataset.writtenName()), withoutLive(parts)));
  }

  private static boolean agree(List<String> declared, List<String> written) {
    int common = Math.min(declared.size(), written.size());
    List<String> declaredEnd = declared.subList(declared.size() - common, declared.size());
    List<String> writtenEnd = written.subList(written.size() - common, written.size());
    return String.join(".", declaredEnd).equalsIgnoreCase(String.join(".", writtenEnd));
  }

  private static List<String> withoutLive(List<String> parts) {
    return parts.size() > 1 && parts.get(0).equalsIgnoreCase("live")
        ? parts.subList(1, parts.size())
        : parts;
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
