package io.tweetlake.ingester;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestCommandTest {
  @TempDir private Path folder;

  private final Map<String, String> environment = new TreeMap<>(Map.of("TWEETLAKE_NAME", "second"));
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void landsAFileOnS3AndTellsAsJsonWhatItDid() throws Exception {
    Path health = folder.resolve("health.json");
    Path file = Files.write(folder.resolve("posts.ndjson"), posts(3));
    try (EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), "landing")) {
      int code =
          command(s3.store())
              .execute(
                  "replay",
                  "--landing=landing",
                  "--health-file=" + health,
                  "--input",
                  file.toString());

      assertThat(code).as(err.toString()).isZero();
      try (ObjectStore store = s3.store()) {
        List<String> keys = new ArrayList<>();
        store
            .list(new ObjectPath("landing", ""), Optional.empty())
            .forEachRemaining(info -> keys.add(info.path().key()));
        assertThat(keys)
            .singleElement()
            .asString()
            .matches("posts/dt=2026-11-22/[0-9a-f]{32}\\.ndjson\\.gz");
      }
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines.get(0).path("event").asText()).isEqualTo("ended");
    assertThat(lines.get(0).path("posts").asInt()).isEqualTo(3);
    JsonNode metrics = lines.get(1);
    JsonNode directive = metrics.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(directive.path("Namespace").asText()).isEqualTo("Tweetlake/second");
    assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Source\"]]");
    assertThat(metrics.path("Source").asText()).isEqualTo("replay");
    assertThat(metrics.path("PostsWritten").asDouble()).isEqualTo(3);
    directive
        .path("Metrics")
        .forEach(
            metric -> assertThat(metrics.path(metric.path("Name").asText()).isNumber()).isTrue());
    assertThat(new ObjectMapper().readTree(health.toFile()).path("stop_reason").asText())
        .isEqualTo("end-of-source");
    assertThat(HealthCheck.isHealthy(health, Instant.now())).isTrue();
    assertThat(HealthCheck.isHealthy(health, Instant.now().plusSeconds(600))).isFalse();
  }

  @Test
  void saysHowItIsUsedWhenArgumentsDoNotFitTogether() {
    assertUsageError("Cannot ingest nothing", "--landing=l");
    assertUsageError("--input belongs to --source replay", "bluesky", "--landing=l", "-i", "x");
    assertUsageError("X has shut v1.1 down", "x-v1", "--landing=l");
    assertUsageError("there is no source 'twitter'", "twitter", "--landing=l");
    assertUsageError("cost nothing", "bluesky", "--landing=l", "--max-spend-usd=1");
    assertUsageError("more than once", "--landing=l", "--loop=2", "-i", "-");
    assertUsageError("not a time", "--landing=l", "--max-duration=soon", "-i", "x");
    assertUsageError(
        "not from the argument itself", "x-search", "--landing=l", "--credentials=tok");
  }

  @Test
  void failsWithoutAStackTraceOverAFileThatIsNotThere() {
    int code = command(new MemoryStore()).execute("--landing=l", "-i", "/no/such/file");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "Cannot read /no/such/file beyond line 0: there is no such file");
  }

  @Test
  void readsPaidSourcesOnlyAsFarAsTheOriginalDemoDid() {
    IngestArguments arguments = new IngestArguments(java.util.Map.of());
    new CommandLine(arguments).parseArgs("--source=x-stream");

    IngestOptions options = arguments.options(new ObjectPath("landing", ""));

    assertThat(options.limits()).isEqualTo(Limits.ofPosts(30));
    assertThat(options.source().query()).isEqualTo(PostQuery.DEMO);
  }

  @Test
  void takesListsSeparatedByCommas() {
    IngestArguments arguments = new IngestArguments(java.util.Map.of());
    new CommandLine(arguments)
        .parseArgs("--source=bluesky", "--track=delta lake,iceberg", "--languages=en,de");

    assertThat(arguments.options(new ObjectPath("landing", "")).source().query())
        .isEqualTo(new PostQuery(List.of("delta lake", "iceberg"), List.of("en", "de")));
  }

  private void assertUsageError(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(command(new MemoryStore()).execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(message).doesNotContain("\tat ");
  }

  private CommandLine command(ObjectStore store) {
    return new CommandLine(new IngestCommand(() -> store, environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }

  private static List<String> posts(int count) throws IOException {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"id\":%d,\"text\":\"x\",\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\"}"
                    .formatted(i))
        .toList();
  }
}
