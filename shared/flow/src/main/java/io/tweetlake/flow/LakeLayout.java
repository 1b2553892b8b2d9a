package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;

/**
 * Where things lie in the landing bucket and in the lake, a bucket or a prefix of one.
 *
 * <pre>
 * landing: posts/dt=YYYY-MM-DD/*.ndjson.gz    posts, one JSON object a line
 *          notices/dt=YYYY-MM-DD/*.ndjson.gz  deletes, limits and other notices
 *          state/                             the ingester's checkpoints and lease
 * lake:    tables/TABLE/                      a Delta table each
 *          event_log/dt=YYYY-MM-DD/*.json     one object an event
 * </pre>
 */
public record LakeLayout(String landingBucket, ObjectPath lake) {
  public static final String POSTS = "posts/";
  public static final String NOTICES = "notices/";
  public static final String TABLES = "tables/";
  public static final String EVENT_LOG = "event_log/";

  public LakeLayout {
    requireNonNull(landingBucket, "landingBucket is null");
    requireNonNull(lake, "lake is null");
  }

  /** With a lake that has a bucket of its own. */
  public LakeLayout(String landingBucket, String lakeBucket) {
    this(landingBucket, new ObjectPath(lakeBucket, ""));
  }

  /** The bucket that the lake is in. */
  public String lakeBucket() {
    return lake.bucket();
  }

  /** The root of a table. */
  public ObjectPath table(String name) {
    return lake.resolve(TABLES + name);
  }

  /** The prefix of the event log's objects. */
  public ObjectPath eventLog() {
    return lake.resolve(EVENT_LOG);
  }
}
