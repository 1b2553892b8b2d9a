package io.tweetlake.delta;

import io.tweetlake.types.StructType;
import java.nio.file.Path;

/** Reads a whole Parquet file. */
public interface StatsReader {

  /**
   * Computes a file's statistics from its rows, not from its footer.
   *
   * @return statistics as Delta writes them: {@code numRecords}, {@code minValues}, {@code
   *     maxValues}, {@code nullCount}; columns may be left out
   * @throws RuntimeException where any part of the file cannot be read; the message says why
   */
  String statsJson(Path parquetFile, StructType schema);
}
