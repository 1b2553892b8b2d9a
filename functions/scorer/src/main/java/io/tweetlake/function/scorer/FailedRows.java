package io.tweetlake.function.scorer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.DataFile;

/** Tells from a file's statistics whether it can hold rows with a reason. */
final class FailedRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FailedRows() {}

  /** False where the statistics do not tell. */
  static boolean surelyNoneIn(DataFile file) {
    if (file.statsJson().isEmpty()) {
      return false;
    }
    try {
      JsonNode statistics = JSON.readTree(file.statsJson().get());
      JsonNode rows = statistics.path("numRecords");
      JsonNode withoutReason = statistics.path("nullCount").path("error");
      return rows.isNumber() && withoutReason.isNumber() && withoutReason.asLong() == rows.asLong();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
