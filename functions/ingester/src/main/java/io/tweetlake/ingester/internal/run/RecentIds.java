package io.tweetlake.ingester.internal.run;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ids of the messages taken in last, by which repeated deliveries are found. */
final class RecentIds {
  private final int capacity;
  private final Set<String> ids = new LinkedHashSet<>();

  /**
   * @param capacity how many ids are remembered; 0 to find no repetition at all
   */
  RecentIds(int capacity) {
    this.capacity = capacity;
  }

  void addAll(Collection<String> known) {
    known.forEach(this::add);
  }

  /** Remembers an id; false where it is remembered already. */
  boolean add(String id) {
    if (capacity == 0) {
      return true;
    }
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > capacity) {
      var oldest = ids.iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  void remove(String id) {
    ids.remove(id);
  }

  /** The last {@code count} ids, oldest first. */
  List<String> latest(int count) {
    return ids.stream().skip(Math.max(0, ids.size() - count)).toList();
  }
}
