package io.tweetlake.ingester;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Reads the health file, for the container's health check: exits with 0 where all is well. */
public final class HealthCheck {
  // an upload is tried again for five minutes before a run fails
  private static final Duration MAX_AGE = Duration.ofMinutes(6);

  private HealthCheck() {}

  public static void main(String[] args) {
    System.exit(args.length == 1 && isHealthy(Path.of(args[0]), Instant.now()) ? 0 : 1);
  }

  /** Whether the file says that the run is well and has been written lately. */
  static boolean isHealthy(Path file, Instant now) {
    try {
      JsonNode health = new ObjectMapper().readTree(Files.readAllBytes(file));
      Instant updated = Instant.parse(health.path("updated_at").asText());
      return !health.path("status").asText().equals("failed")
          && Duration.between(updated, now).compareTo(MAX_AGE) < 0;
    } catch (IOException | DateTimeException e) {
      return false;
    }
  }
}
