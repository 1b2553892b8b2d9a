package io.tweetlake.delta;

import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table at one version. */
public interface Snapshot {
  long version();

  Instant timestamp();

  StructType schema();

  List<String> partitionColumns();

  /** The table's properties, such as {@code delta.appendOnly}. */
  Map<String, String> properties();

  Optional<String> description();

  /**
   * How often the table was built anew ({@link DeltaTable#replace}). Each generation has progress
   * of its own; {@link #progress} tells this one's.
   */
  long generation();

  /** The files that make up the table at this version. Loads the full state. */
  List<DataFile> files();

  /** How far the table has taken in that source; empty where nothing of it is known. */
  OptionalLong progress(String source);

  /** All progress entries. Loads the full state. */
  List<Progress> progress();
}
