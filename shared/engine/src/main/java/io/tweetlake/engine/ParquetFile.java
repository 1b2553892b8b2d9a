package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file that the engine wrote.
 *
 * @param partitionValues by column in Delta's text form; a missing value is an absent key
 * @param statsJson Delta's statistics: one JSON object with numRecords, minValues, maxValues and
 *     nullCount
 */
public record ParquetFile(
    Path localPath,
    Map<String, String> partitionValues,
    long rows,
    long sizeBytes,
    String statsJson) {
  public ParquetFile {
    requireNonNull(localPath, "localPath is null");
    partitionValues = Map.copyOf(partitionValues);
    requireNonNull(statsJson, "statsJson is null");
  }
}
