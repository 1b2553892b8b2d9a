package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

/**
 * What a table has taken in of one source: a {@code txn} action of its log.
 *
 * <p>Entries of single landing files, {@code file:KEY}, are not kept for ever: maintenance prunes
 * them ({@link DeltaMaintenance#pruneProgress}). Before it does, it writes an entry {@link
 * #FILES_BEFORE} whose version is a time: files that were last modified at or before it count as
 * taken in, whether they have an entry or not.
 *
 * <p>A table with several flows keeps their entries apart by a suffix that begins with a line feed;
 * each suffix has its own {@code files-before}.
 *
 * @param source the action's appId, such as {@code file:posts/a.ndjson.gz} or {@code table:bronze}
 * @param version how far; not negative
 */
public record Progress(String source, long version) {
  /** What the entries of single landing files begin with. */
  public static final String FILE = "file:";

  /**
   * What the entry begins with that stands for pruned ones, followed by the flow's suffix where
   * there is one; its version counts milliseconds since the epoch.
   */
  public static final String FILES_BEFORE = "files-before";

  /**
   * The entry that counts how often rows were taken out of the table's past. A commit whose work
   * was begun before is refused: what it has read may hold such a row.
   */
  public static final String FORGOTTEN = "forgotten";

  public Progress {
    requireNonNull(source, "source is null");
    if (version < 0) {
      throw new IllegalArgumentException("version is negative: " + version);
    }
  }

  /** The name of the {@code files-before} entry that stands for a landing file's entry. */
  static String filesBefore(String fileSource) {
    int suffix = fileSource.lastIndexOf('\n');
    return suffix < 0 ? FILES_BEFORE : FILES_BEFORE + fileSource.substring(suffix);
  }
}
