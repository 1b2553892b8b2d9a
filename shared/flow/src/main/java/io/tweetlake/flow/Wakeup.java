package io.tweetlake.flow;

import io.tweetlake.store.ObjectPath;
import java.util.Set;

/**
 * Why an update runs. Only a hint: the logs tell what there is to do.
 *
 * @param files landing files that an event named; the update looks at no others
 * @param sweep whether to look for all work that no event announced
 */
public record Wakeup(Set<ObjectPath> files, boolean sweep) {
  public Wakeup {
    files = Set.copyOf(files);
  }

  public static Wakeup of(Set<ObjectPath> files) {
    return new Wakeup(files, false);
  }

  /** Look for everything. */
  public static Wakeup everything() {
    return new Wakeup(Set.of(), true);
  }
}
