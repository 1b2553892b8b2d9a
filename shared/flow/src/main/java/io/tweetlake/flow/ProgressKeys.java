package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Progress;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;

/**
 * The names of a flow's progress entries in its target's log. A table with one flow uses the plain
 * names; further flows into the same table keep books of their own.
 */
final class ProgressKeys {
  static final String TABLE = "table:";

  /** What a query calls its files where it reads no others. */
  private static final String ONLY_FILES = "files";

  private final String suffix;
  private final String landingBucket;

  private ProgressKeys(String suffix, String landingBucket) {
    this.suffix = requireNonNull(suffix, "suffix is null");
    this.landingBucket = requireNonNull(landingBucket, "landingBucket is null");
  }

  static ProgressKeys of(Table table, Flow flow, LakeLayout layout) {
    // a line feed: no name in a pipeline can hold it, so no two names can be mistaken
    boolean plain = table.name().equalsIgnoreCase(flow.name());
    return new ProgressKeys(plain ? "" : "\n" + flow.name(), layout.landingBucket());
  }

  /** A landing file; those outside the landing bucket go by their whole path. */
  String file(ObjectPath path) {
    return Progress.FILE + (path.bucket().equals(landingBucket) ? path.key() : path.uri()) + suffix;
  }

  /** The time up to which files count as taken in, whether they have an entry or not. */
  String filesBefore() {
    return Progress.FILES_BEFORE + suffix;
  }

  /** An upstream table: the last version that was taken in as a whole. */
  String table(String name) {
    return TABLE + name + suffix;
  }

  /** The version of an upstream table whose snapshot is being taken in, bit by bit. */
  String snapshot(String name) {
    return "snapshot:" + name + suffix;
  }

  /** How many files of the version in work are taken in. */
  String index(String name) {
    return "index:" + name + suffix;
  }

  /**
   * A fingerprint of the files that a source reads, for a view that reads them all. A query may
   * read several parts of one path.
   */
  String listing(FileSource source) {
    String part = source.relation().equals(ONLY_FILES) ? "" : "#" + source.relation();
    return "listing:" + source.path() + part + suffix;
  }
}
