package io.tweetlake.delta;

import io.tweetlake.store.ObjectPath;
import java.util.List;

/**
 * What a vacuum deleted, or would delete.
 *
 * @param deleted in the order of their keys
 */
public record VacuumResult(List<ObjectPath> deleted, long deletedBytes) {
  public VacuumResult {
    deleted = List.copyOf(deleted);
  }
}
