package io.tweetlake.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.Maintenance;
import io.tweetlake.flow.S3Events;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.report.LakeReport;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The keys that the ingester and the functions really write, against the filters that are deployed
 * and against what the handlers make of the events.
 */
class EventsReachHandlersTest {
  private static final Path PIPELINE = Path.of("../pipeline");
  private static final LakeLayout LAYOUT =
      new LakeLayout(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET);

  @TempDir private Path folder;

  @Test
  void wakesATableByExactlyTheKeysThatItsHandlerActsOn() throws Exception {
    Pipeline pipeline = PipelineFolder.load(PIPELINE);
    PipelinePlan plan = PipelinePlan.of(PipelineFiles.of(PIPELINE).load());
    Set<ObjectPath> written = written(pipeline);

    Map<String, Set<String>> byFilters =
        wakers(
            pipeline,
            written,
            (table, object) ->
                plan.routes().stream()
                    .anyMatch(
                        route ->
                            route.bucket().id().equals(object.bucket())
                                && route.matches(object.key())
                                && route.tables().contains(table.name())));
    Map<String, Set<String>> byHandlers =
        wakers(
            pipeline,
            written,
            (table, object) -> new S3Events(table, LAYOUT).decode(event(object)).isPresent());

    assertThat(byFilters).isEqualTo(byHandlers);
    assertThat(byFilters.get("bronze"))
        .allMatch(key -> key.startsWith("landing/posts/"))
        .hasSize(1);
    assertThat(byFilters.get("silver"))
        .isEqualTo(byFilters.get("languages"))
        .contains("lake/tables/bronze/_delta_log/00000000000000000000.json");
    assertThat(byFilters.get("sentiment"))
        .contains("lake/tables/silver/_delta_log/00000000000000000000.json");
  }

  /** Every object of a lake that took posts in and was maintained afterwards. */
  private Set<ObjectPath> written(Pipeline pipeline) throws Exception {
    Path posts = Files.write(folder.resolve("posts.ndjson"), PostGenerator.shipped().bytes(200));
    Set<ObjectPath> written = new TreeSet<>(Comparator.comparing(ObjectPath::uri));
    try (LocalLake lake = LocalLake.open(folder.resolve("lake"));
        Demo demo = Demo.start(pipeline, lake, folder.resolve("scratch"), metrics -> {})) {
      demo.ingest(List.of(ReplayInput.file(posts)), IngestListener.NONE);
      LakeReport report = demo.awaitUpToDate();
      assertThat(demo.isComplete(report)).isTrue();
      Maintenance maintenance =
          new Maintenance(demo.deployment().runtime().updater(), Maintenance.DEFAULT_TARGET_BYTES);
      for (String table : maintenance.tables()) {
        maintenance.run(table, Instant.now().plusSeconds(60));
      }
      demo.awaitUpToDate();
      for (String bucket : List.of(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET)) {
        lake.store()
            .list(new ObjectPath(bucket, ""), Optional.empty())
            .forEachRemaining(object -> written.add(object.path()));
      }
    }
    assertThat(written)
        .extracting(ObjectPath::key)
        .as("other objects than posts and commits")
        .anyMatch(key -> key.startsWith("notices/"))
        .anyMatch(key -> key.startsWith("event_log/"))
        .anyMatch(key -> key.endsWith(".parquet"))
        .anyMatch(key -> key.endsWith("_last_checkpoint"));
    return written;
  }

  /** The keys that wake each table. */
  private static Map<String, Set<String>> wakers(
      Pipeline pipeline, Set<ObjectPath> written, BiPredicate<Table, ObjectPath> wakes) {
    Map<String, Set<String>> wakers = new TreeMap<>();
    for (Table table : pipeline.tables()) {
      Set<String> keys = new TreeSet<>();
      for (ObjectPath object : written) {
        if (wakes.test(table, object)) {
          keys.add(object.bucket() + "/" + object.key());
        }
      }
      wakers.put(table.name(), keys);
    }
    return wakers;
  }

  /** What S3 says of a new object. */
  private static String event(ObjectPath object) {
    return """
        {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}
        """
        .formatted(object.bucket(), URLEncoder.encode(object.key(), UTF_8));
  }
}
