package io.tweetlake.delta;

/**
 * What a compaction did.
 *
 * @param commits one for each new file
 * @param conflicts merges that came to nothing because another writer removed one of the files
 */
public record CompactionResult(
    int commits, int conflicts, int removedFiles, long removedBytes, long addedBytes) {
  static final CompactionResult NOTHING = new CompactionResult(0, 0, 0, 0, 0);

  CompactionResult withMerge(int files, long fromBytes, long toBytes) {
    return new CompactionResult(
        commits + 1,
        conflicts,
        removedFiles + files,
        removedBytes + fromBytes,
        addedBytes + toBytes);
  }

  CompactionResult withConflict() {
    return new CompactionResult(commits, conflicts + 1, removedFiles, removedBytes, addedBytes);
  }
}
