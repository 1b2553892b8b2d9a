package io.tweetlake.delta;

import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the rows of several Parquet files into one. */
public interface FileMerger {

  /**
   * Merges files. A file may lack columns of {@code schema}, which are then NULL in its rows;
   * partition columns are in none of them, nor in the target.
   *
   * @param sources at least two files of the same partition
   * @param partitionValues the partition's values, a missing one being an absent key
   * @param target where to write; does not exist yet
   * @return the target's statistics as Delta writes them, {@code numRecords} among them
   */
  String merge(
      List<Path> sources,
      StructType schema,
      List<String> partitionColumns,
      Map<String, String> partitionValues,
      Path target);
}
