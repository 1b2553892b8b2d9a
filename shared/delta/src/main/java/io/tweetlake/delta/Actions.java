package io.tweetlake.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.RemoveFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** File actions between our records and delta-standalone's. */
final class Actions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Actions() {}

  static DataFile dataFile(AddFile file) {
    return new DataFile(
        UriPaths.decode(file.getPath()),
        presentValues(file.getPartitionValues()),
        file.getSize(),
        Instant.ofEpochMilli(file.getModificationTime()),
        Optional.ofNullable(file.getStats()));
  }

  /** Without missing values, which the protocol writes as null or as an empty text. */
  static Map<String, String> presentValues(Map<String, String> partitionValues) {
    Map<String, String> present = new HashMap<>(partitionValues);
    present.values().removeIf(value -> value == null || value.isEmpty());
    return present;
  }

  static AddFile add(DataFile file, List<String> partitionColumns, boolean dataChange) {
    Map<String, String> partitionValues = new HashMap<>();
    for (String column : partitionColumns) {
      partitionValues.put(column, file.partitionValues().get(column));
    }
    return new AddFile(
        UriPaths.encode(file.path()),
        partitionValues,
        file.sizeBytes(),
        file.modifiedAt().toEpochMilli(),
        dataChange,
        file.statsJson().map(Actions::quoted).orElse(null),
        null);
  }

  static RemoveFile remove(AddFile file, Instant now, boolean dataChange) {
    return file.remove(now.toEpochMilli(), dataChange);
  }

  /** delta-standalone writes the text of statistics into the commit as it is. */
  private static String quoted(String json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
