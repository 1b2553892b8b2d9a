package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an update did.
 *
 * @param commits one a commit, in order; empty where there was nothing to do
 * @param failedFiles landing files that could not be loaded, with the reason
 * @param pendingFiles landing files of the wake-up that the budget left for another time
 * @param moreWork whether the budget ended before the work did
 */
public record UpdateResult(
    String table,
    List<UpdateMetrics> commits,
    Map<ObjectPath, String> failedFiles,
    Set<ObjectPath> pendingFiles,
    boolean moreWork) {
  public UpdateResult {
    requireNonNull(table, "table is null");
    commits = List.copyOf(commits);
    failedFiles = Map.copyOf(failedFiles);
    pendingFiles = Set.copyOf(pendingFiles);
  }
}
