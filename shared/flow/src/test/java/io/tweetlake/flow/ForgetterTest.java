package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.posts;
import static io.tweetlake.flow.TestLake.upstream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Workspace;
import io.tweetlake.flow.ForgetReport.TableReport;
import io.tweetlake.flow.ForgetRequest.ScrubGeo;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ForgetterTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze TBLPROPERTIES (
        "delta.deletedFileRetentionDuration" = "interval 2 seconds",
        "tweetlake.progressRetention" = "interval 1 seconds")
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT english EXPECT (lang = "en") ON VIOLATION DROP ROW
      ) AS SELECT id, lang, text FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE languages
      AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
      """;

  @AutoClose private final TestLake lake = new TestLake();
  private Updater updater;

  @BeforeEach
  void start() {
    updater = lake.updater(SQL);
  }

  @Test
  void removesPostsFromEveryTableAndFromTheLandingFiles() throws IOException {
    ObjectPath file = lake.land("posts/dt=2026-11-22/a.ndjson.gz", posts("en", 1, 2, 3));
    update(file);

    ForgetReport report = forget(2);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.tables())
        .extracting(TableReport::table, TableReport::removedRows)
        .containsExactly(tuple("bronze", 1L), tuple("silver", 1L));
    assertThat(report.tablesWithoutIds()).containsExactly("languages");
    assertThat(lake.column("bronze", "id")).containsExactly(1L, 3L);
    assertThat(lake.column("silver", "id")).containsExactly(1L, 3L);
    assertThat(lines(file)).containsExactly(post(1, "en"), post(3, "en"));
    assertThat(lake.latest("bronze").operation()).isEqualTo("FORGET");
  }

  @Test
  void isNothingNewToTheTablesDownstream() {
    update(lake.land("posts/a.gz", posts("en", 1, 2)));
    forget(1);
    long bronze = lake.latest("bronze").version();

    update();
    update(lake.land("posts/b.gz", posts("en", 4)));

    assertThat(lake.column("silver", "id")).containsExactly(2L, 4L);
    assertThat(lake.column("languages", "posts")).as("of what came").containsExactly(3L);
    assertThat(lake.latest("bronze").version()).isEqualTo(bronze + 1);
    assertThat(forget(1).removedRows()).as("forgotten already").isZero();
  }

  @Test
  void doesNotComeBackByARepeatedEventOrAFullRefresh() {
    ObjectPath file = lake.land("posts/a.gz", posts("en", 1, 2));
    update(file);
    forget(1);

    update(file);
    updater.update("bronze", Wakeup.everything(), PLENTY);
    assertThat(lake.column("bronze", "id")).containsExactly(2L);

    new Refresher(updater, 1L << 20).refresh(List.of("bronze"));

    assertThat(lake.column("bronze", "id")).containsExactly(2L);
    assertThat(lake.column("silver", "id")).containsExactly(2L);
    assertThat(lake.column("languages", "posts")).as("counted anew").containsExactly(1L);
  }

  @Test
  void doesNotComeBackIntoATableThatLagged() {
    updater.update("bronze", files(lake.land("posts/a.gz", posts("en", 1, 2))), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("bronze", files(lake.land("posts/b.gz", posts("en", 3, 4))), PLENTY);
    updater.update("bronze", files(lake.land("posts/c.gz", posts("en", 5))), PLENTY);

    forget(1, 4, 5);
    updater.update("silver", upstream(), PLENTY);
    updater.update("languages", upstream(), PLENTY);

    assertThat(lake.column("silver", "id")).containsExactly(2L, 3L);
    assertThat(lake.column("languages", "posts")).containsExactly(2L);
  }

  @Test
  void rewritesALandingFileThatTablesTookInSoLongAgoThatTheyForgotItsName() throws Exception {
    ObjectPath file = lake.land("posts/a.gz", posts("en", 1, 2));
    update(file);
    Maintenance maintenance = new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES);
    while (maintenance.run("bronze", Instant.now().plusSeconds(60)).prunedEntries() == 0) {
      Thread.sleep(50);
    }

    forget(2);
    update(file);
    updater.update("bronze", Wakeup.everything(), PLENTY);

    assertThat(lines(file)).containsExactly(post(1, "en"));
    assertThat(lake.column("bronze", "id")).containsExactly(1L);
  }

  @Test
  void leavesNoFileWithThePostAfterTheRetention() throws Exception {
    update(lake.land("posts/a.gz", posts("en", 1, 2)));
    forget(1);
    assertThat(lake.dataFiles("bronze")).isEqualTo(2);

    Maintenance maintenance = new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES);
    while (maintenance.run("bronze", Instant.now()).vacuum().deleted().isEmpty()) {
      Thread.sleep(50);
    }

    assertThat(lake.dataFiles("bronze")).isEqualTo(1);
    assertThat(lake.column("bronze", "id")).containsExactly(2L);
  }

  @Test
  void doesWhatNoticesAskFor() throws IOException {
    ObjectPath file =
        lake.land("posts/a.gz", place(1, 7), place(2, 7), place(3, 7), place(4, 8), post(5, "en"));
    update(file);
    lake.land(
        "notices/dt=2026-11-22/n.ndjson.gz",
        "{\"delete\":{\"status\":{\"id\":5,\"id_str\":\"5\",\"user_id\":3}}}",
        "{\"limit\":{\"track\":5}}",
        "{\"scrub_geo\":{\"user_id\":7,\"user_id_str\":\"7\",\"up_to_status_id\":2}}");
    Forgetter forgetter = new Forgetter(updater);
    ForgetRequest request = forgetter.fromNotices(Instant.now().minus(Forgetter.KEEP));
    assertThat(request).isEqualTo(new ForgetRequest(Set.of("5"), List.of(new ScrubGeo(7, 2))));
    assertThat(forgetter.fromNotices(Instant.now().plusSeconds(3600)).isEmpty()).isTrue();

    ForgetReport report = forgetter.forget(request, Instant.now().plusSeconds(60));

    assertThat(report.removedRows()).isEqualTo(2);
    assertThat(report.scrubbedRows()).isEqualTo(2);
    assertThat(lake.kernel("bronze").rows())
        .extracting(row -> row.get("id"), row -> row.get("place"), row -> row.get("_rescued_data"))
        .containsExactlyInAnyOrder(
            tuple(1L, null, null),
            tuple(2L, null, null),
            tuple(3L, "here", null),
            tuple(4L, "here", null));
    assertThat(lines(file))
        .containsExactly(
            place(1, 7).replaceAll("\"place\":.*}}", "\"place\":null,\"geo\":null}"),
            place(2, 7).replaceAll("\"place\":.*}}", "\"place\":null,\"geo\":null}"),
            place(3, 7),
            place(4, 8));
    assertThat(forgetter.forget(request, Instant.now().plusSeconds(60)).scrubbedRows()).isZero();
  }

  @Test
  void removesRetweetsOfAPostAndTheCopiesThatQuotesHold() throws IOException {
    String quoted = "\"quoted_status\":" + post(1, "en") + ",\"quoted_status_id\":1";
    ObjectPath file =
        lake.land(
            "posts/a.gz",
            post(1, "en"),
            with(post(2, "en"), "\"retweeted_status\":" + post(1, "en")),
            with(post(3, "en"), quoted),
            with(post(4, "en"), "\"retweeted_status\":" + with(post(3, "en"), quoted)),
            with(post(5, "en"), "\"retweeted_status\":" + post(3, "en")),
            with(post(6, "en"), "\"quoted_status\":" + post(5, "en")));
    update(file);

    ForgetReport report = forget(1);

    assertThat(report.tables())
        .extracting(TableReport::table, TableReport::removedRows, TableReport::strippedRows)
        .containsExactly(tuple("bronze", 2L, 2L), tuple("silver", 2L, 0L));
    assertThat(lake.column("silver", "id")).containsExactly(3L, 4L, 5L, 6L);
    assertThat(rows("bronze")).doesNotContain("post 1").contains("post 3", "post 5");
    String kept = "\"quoted_status\":null,\"quoted_status_id\":1";
    List<String> cleaned =
        List.of(
            with(post(3, "en"), kept),
            with(post(4, "en"), "\"retweeted_status\":" + with(post(3, "en"), kept)),
            with(post(5, "en"), "\"retweeted_status\":" + post(3, "en")),
            with(post(6, "en"), "\"quoted_status\":" + post(5, "en")));
    assertThat(lines(file)).isEqualTo(cleaned);
    assertThat(forget(1).landingLines()).as("nothing is left to do").isZero();

    new Refresher(updater, 1L << 20).refresh(List.of("bronze"));
    assertThat(rows("bronze")).doesNotContain("post 1");
  }

  @Test
  void removesWhatV2SendsBesideItsPosts() throws IOException {
    String included =
        "\"includes\":{\"tweets\":[{\"id\":\"1\",\"text\":\"post 1\"},{\"id\":\"9\",\"text\":\"post 9\"}],\"users\":[{\"id\":\"7\"}]}";
    String retweet = "\"referenced_tweets\":[{\"type\":\"retweeted\",\"id\":\"1\"}]";
    String reply = "\"referenced_tweets\":[{\"type\":\"replied_to\",\"id\":\"1\"}]";
    ObjectPath file =
        lake.land(
            "posts/a.gz",
            with(post(2, "en"), retweet),
            with(post(3, "en"), reply + "," + included),
            with(post(4, "en"), reply));
    update(file);

    ForgetReport report = forget(1);

    assertThat(report.tables())
        .extracting(TableReport::table, TableReport::removedRows, TableReport::strippedRows)
        .containsExactly(tuple("bronze", 1L, 1L), tuple("silver", 1L, 0L));
    assertThat(rows("bronze")).doesNotContain("post 1").contains("post 9", "post 3", "post 4");
    assertThat(lines(file))
        .containsExactly(
            with(post(3, "en"), reply + "," + included.replaceFirst("\\{\"id\":\"1\".*?},", "")),
            with(post(4, "en"), reply));
  }

  @Test
  void removesCopiesThatNoColumnFits() throws IOException {
    update(lake.land("posts/a.gz", with(post(2, "en"), "\"quoted_status\":\"a text\"")));
    update(lake.land("posts/b.gz", with(post(3, "en"), "\"quoted_status\":" + post(1, "en"))));
    assertThat(rows("bronze")).contains("post 1");

    forget(1);

    assertThat(rows("bronze")).doesNotContain("post 1").contains("a text", "post 3");
  }

  @Test
  void doesNotComeBackByARefreshThatBeganBefore() {
    update(lake.land("posts/a.gz", posts("en", 1, 2)));
    for (String table : List.of("bronze", "silver")) {
      Updater racing =
          lake.updater(
              SQL,
              HookedStore.beforeFirstWriteOf(
                  lake.store(),
                  LakeLayout.TABLES
                      + table
                      + "/_delta_log/%020d".formatted(lake.latest(table).version() + 1),
                  () -> forget(table.equals("bronze") ? 1 : 2)));

      new Refresher(racing, 1L << 20).refresh(List.of(table));
    }

    assertThat(lake.column("bronze", "id")).isEmpty();
    assertThat(lake.column("silver", "id")).isEmpty();
  }

  @Test
  void doesNotComeBackByAnUpdateThatBeganBefore() {
    updater.update("bronze", files(lake.land("posts/a.gz", posts("en", 1, 2))), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("bronze", files(lake.land("posts/b.gz", posts("en", 3, 4))), PLENTY);
    Updater racing =
        lake.updater(
            SQL,
            HookedStore.beforeFirstWriteOf(
                lake.store(),
                LakeLayout.TABLES + "silver/_delta_log/%020d".formatted(1),
                () -> forget(3)));

    racing.update("silver", upstream(), PLENTY);

    assertThat(lake.column("silver", "id")).containsExactly(1L, 2L, 4L);
  }

  @Test
  void holdsBesideRefreshesThatRace() throws Exception {
    long[] ids = LongStream.range(0, 60).toArray();
    for (int i = 0; i < 6; i++) {
      update(
          lake.land(
              "posts/" + i + ".gz",
              posts("en", LongStream.range(i * 10L, i * 10L + 10).toArray())));
    }
    ExecutorService refreshes = Executors.newSingleThreadExecutor();
    try {
      AtomicBoolean forgotten = new AtomicBoolean();
      Future<?> running =
          refreshes.submit(
              () -> {
                Refresher refresher = new Refresher(lake.updater(SQL), 1L << 20);
                while (!forgotten.get()) {
                  refresher.refresh(List.of("bronze"));
                }
              });
      for (long id : ids) {
        if (id % 7 == 3) {
          forget(id);
        }
      }
      forgotten.set(true);
      running.get();
    } finally {
      refreshes.shutdownNow();
    }

    List<Object> expected =
        LongStream.of(ids).filter(id -> id % 7 != 3).mapToObj(id -> (Object) id).toList();
    assertThat(lake.column("bronze", "id")).isEqualTo(expected);
    assertThat(lake.column("silver", "id")).isEqualTo(expected);
  }

  @Test
  void leavesANoticeForMaintenance() {
    Forgetter forgetter = new Forgetter(updater);

    forgetter.leaveNotice(ForgetRequest.ofPosts(List.of("12", "13")));

    assertThat(forgetter.fromNotices(Instant.EPOCH).posts()).containsExactlyInAnyOrder("12", "13");
  }

  @Test
  void tellsWhenTheTimeWasTooShort() {
    update(lake.land("posts/a.gz", posts("en", 1)));

    ForgetReport report =
        new Forgetter(updater).forget(ForgetRequest.ofPosts(List.of("1")), Instant.now());

    assertThat(report.isComplete()).isFalse();
    assertThat(lake.column("bronze", "id")).containsExactly(1L);
  }

  @Test
  void holdsBesideWritersThatRace() throws Exception {
    int fileCount = 6;
    ExecutorService writers = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      running.add(
          writers.submit(
              () -> {
                Updater own = lake.updater(SQL);
                for (int i = 0; i < fileCount; i++) {
                  long first = i * 10L;
                  long[] ids = LongStream.range(first, first + 10).toArray();
                  own.update(
                      "bronze", files(lake.land("posts/" + i + ".gz", posts("en", ids))), PLENTY);
                }
              }));
      running.add(
          writers.submit(
              () -> {
                Updater own = lake.updater(SQL);
                for (int i = 0; i < fileCount; i++) {
                  own.update("silver", upstream(), PLENTY);
                  new Maintenance(own, Maintenance.DEFAULT_TARGET_BYTES)
                      .run("silver", Instant.now().plusSeconds(60));
                }
              }));
      while (running.stream().anyMatch(future -> !future.isDone())) {
        forget(LongStream.range(0, fileCount).map(i -> i * 10 + 3).toArray());
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      writers.shutdownNow();
    }
    updater.update("silver", upstream(), PLENTY);
    forget(LongStream.range(0, fileCount).map(i -> i * 10 + 3).toArray());

    List<Object> expected =
        LongStream.range(0, fileCount * 10L)
            .filter(id -> id % 10 != 3)
            .mapToObj(id -> (Object) id)
            .toList();
    assertThat(lake.column("bronze", "id")).isEqualTo(expected);
    assertThat(lake.column("silver", "id")).isEqualTo(expected);
    new Refresher(updater, 1L << 20).refresh(List.of("bronze"));
    assertThat(lake.column("silver", "id")).isEqualTo(expected);
  }

  private void update(ObjectPath... landed) {
    updater.update("bronze", files(landed), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("languages", upstream(), PLENTY);
  }

  private ForgetReport forget(long... ids) {
    return new Forgetter(lake.updater(SQL))
        .forget(
            ForgetRequest.ofPosts(LongStream.of(ids).mapToObj(Long::toString).toList()),
            Instant.now().plus(Duration.ofMinutes(1)));
  }

  private List<String> lines(ObjectPath file) throws IOException {
    byte[] body = lake.store().read(file);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  /** Rows with all that is nested in them, as text. */
  private String rows(String table) {
    Snapshot snapshot = lake.delta(table).snapshot().orElseThrow();
    StringBuilder rows = new StringBuilder();
    for (DataFile file : snapshot.files()) {
      try (Workspace workspace = lake.engine().newWorkspace()) {
        Path local = workspace.newFolder().resolve("rows.parquet");
        lake.store().download(lake.delta(table).location(file), local);
        workspace.bindParquet(
            "rows", List.of(local), List.of(Map.of()), snapshot.schema(), List.of());
        workspace
            .query("SELECT CAST(to_json(rows) AS VARCHAR) FROM rows", 100)
            .rows()
            .forEach(row -> rows.append(row.get(0).text().orElseThrow()).append('\n'));
      }
    }
    return rows.toString();
  }

  private static String with(String post, String fields) {
    return post.replaceAll("}$", "") + "," + fields + "}";
  }

  private static String place(long id, long user) {
    return "{\"id\":%d,\"lang\":\"en\",\"text\":\"x\",\"user\":{\"id\":%d},\"place\":\"here\",\"geo\":{\"type\":\"Point\",\"coordinates\":[48.20,16.4]}}"
        .formatted(id, user);
  }
}
