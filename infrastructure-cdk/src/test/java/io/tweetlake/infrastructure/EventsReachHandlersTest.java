package io.tweetlake.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.flow.S3Events;
import io.tweetlake.local.LocalLake;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * The keys that the ingester and the functions really write, against the filters that are deployed
 * and against what the handlers make of the events.
 */
class EventsReachHandlersTest {
  private static final LakeLayout LAYOUT =
      new LakeLayout(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET);

  @Test
  void wakesATableByExactlyTheKeysThatItsHandlerActsOn() throws Exception {
    Pipeline pipeline = LakeRun.get().pipeline();
    PipelinePlan plan = PipelinePlan.of(PipelineFiles.of(LakeRun.PIPELINE).load());
    Set<ObjectPath> written = written();

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

  /** Every object of the lake, among which are some that must wake nobody. */
  private static Set<ObjectPath> written() throws Exception {
    Set<ObjectPath> written = LakeRun.get().objects();
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
