package io.tweetlake.sql;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.types.StructType;
import java.util.Optional;

/** The columns that a lake has found in files so far. */
@FunctionalInterface
public interface FileColumns {
  /**
   * Those of one source of a flow; empty where none of its files was read yet.
   *
   * @param table that the flow fills
   */
  Optional<StructType> of(String table, String flow, FileSource source);
}
