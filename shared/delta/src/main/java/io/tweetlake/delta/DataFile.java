package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A Parquet file of a table.
 *
 * @param path relative to the table's root, as it is, never URL-encoded; another writer's file may
 *     lie elsewhere and have a whole {@code s3://} path
 * @param partitionValues by column, in Delta's text form; a missing value is an absent key
 * @param modifiedAt when the file was uploaded; of a removed file, when it was removed
 * @param statsJson {@code numRecords}, {@code minValues}, {@code maxValues}, {@code nullCount} as
 *     one JSON object; empty where another writer left them out
 */
public record DataFile(
    String path,
    Map<String, String> partitionValues,
    long sizeBytes,
    Instant modifiedAt,
    Optional<String> statsJson) {
  public DataFile {
    requireNonNull(path, "path is null");
    partitionValues = Map.copyOf(partitionValues);
    requireNonNull(modifiedAt, "modifiedAt is null");
    requireNonNull(statsJson, "statsJson is null");
  }

  /** The same file seen from a folder further up. */
  DataFile under(String folder) {
    return new DataFile(folder + "/" + path, partitionValues, sizeBytes, modifiedAt, statsJson);
  }
}
