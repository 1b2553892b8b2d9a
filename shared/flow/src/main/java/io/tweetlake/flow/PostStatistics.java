package io.tweetlake.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.DataFile;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** Which posts a data file may hold, as the bounds of its ids tell. */
final class PostStatistics {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OptionalLong least;
  private final OptionalLong greatest;

  private PostStatistics(OptionalLong least, OptionalLong greatest) {
    this.least = least;
    this.greatest = greatest;
  }

  static PostStatistics of(DataFile file) {
    try {
      JsonNode statistics = JSON.readTree(file.statsJson().orElse("{}"));
      return new PostStatistics(
          number(statistics.path("minValues")), number(statistics.path("maxValues")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not statistics: " + file.statsJson(), e);
    }
  }

  /** Whether the file may hold one of the posts. */
  boolean mayHold(Set<String> ids) {
    if (least.isEmpty() || greatest.isEmpty()) {
      return !ids.isEmpty();
    }
    return numbers(ids).anyMatch(id -> id >= least.getAsLong() && id <= greatest.getAsLong());
  }

  /** Whether the file may hold copies of the posts, which are older than what repeats them. */
  boolean mayHoldCopies(Set<String> posts) {
    return greatest.isPresent()
        ? numbers(posts).anyMatch(id -> id < greatest.getAsLong())
        : !posts.isEmpty();
  }

  private static OptionalLong number(JsonNode bounds) {
    JsonNode id = bounds.path(ForgottenRows.ID);
    return id.isIntegralNumber() ? OptionalLong.of(id.longValue()) : OptionalLong.empty();
  }

  private static LongStream numbers(Set<String> ids) {
    return ids.stream().map(PostStatistics::number).flatMapToLong(OptionalLong::stream);
  }

  private static OptionalLong number(String id) {
    try {
      return OptionalLong.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
