package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import java.util.List;
import java.util.Map;

/**
 * What an update did.
 *
 * @param commits one a commit, in order; empty where there was nothing to do
 * @param failedFiles landing files that could not be loaded, with the reason
 * @param moreWork whether the budget ended before the work did
 */
public record UpdateResult(
    String table,
    List<UpdateMetrics> commits,
    Map<ObjectPath, String> failedFiles,
    boolean moreWork) {
  public UpdateResult {
    requireNonNull(table, "table is null");
    commits = List.copyOf(commits);
    failedFiles = Map.copyOf(failedFiles);
  }
}
