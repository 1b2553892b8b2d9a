package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.posts;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.UnreadableFileException;
import io.tweetlake.store.ObjectPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UpdaterTest {
  private static final String BRONZE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze COMMENT "As it came" TBLPROPERTIES ("quality" = "bronze")
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      """;
  private static final String SILVER =
      BRONZE
          + """
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION DROP ROW,
        CONSTRAINT has_text EXPECT (text IS NOT NULL)
      ) AS SELECT id, lang, text FROM STREAM(LIVE.bronze);
      """;

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void loadsEachFileOnceHoweverOftenItIsAnnounced() {
    Updater updater = lake.updater(BRONZE);
    ObjectPath a = lake.land("posts/dt=1/a b+c.ndjson.gz", posts("en", 1, 2));
    ObjectPath b = lake.land("posts/dt=1/b%2F.ndjson.gz", posts("de", 3));

    UpdateResult first = updater.update("bronze", files(a, b), PLENTY);
    UpdateResult again = updater.update("bronze", files(a, b), PLENTY);
    UpdateResult fresh = lake.updater(BRONZE).update("bronze", Wakeup.everything(), PLENTY);

    assertThat(first.commits()).hasSize(1);
    assertThat(first.commits().get(0).rowsWritten()).isEqualTo(3);
    assertThat(first.commits().get(0).inputFiles()).isEqualTo(2);
    assertThat(again.commits()).isEmpty();
    assertThat(fresh.commits()).isEmpty();
    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L, 3L);
    assertThat(lake.delta("bronze").snapshot().orElseThrow().progress())
        .extracting(Progress::source)
        .containsExactlyInAnyOrder(
            "file:posts/dt=1/a b+c.ndjson.gz", "file:posts/dt=1/b%2F.ndjson.gz");
  }

  @Test
  void writesTheNumbersOfAnUpdateIntoItsCommit() {
    Updater updater = lake.updater(SILVER);
    ObjectPath a = lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "de"), post(3, "en"));
    updater.update("bronze", files(a), PLENTY);
    updater.update("silver", upstream(), PLENTY);

    Commit commit = lake.latest("silver");
    UpdateMetrics metrics = CommitMetrics.read("silver", commit).orElseThrow();

    assertThat(commit.operation()).isEqualTo("STREAMING UPDATE");
    assertThat(commit.metrics())
        .containsEntry("numInputRows", "3")
        .containsEntry("numOutputRows", "2")
        .containsEntry("numDroppedRows", "1")
        .containsEntry("numQuarantinedRows", "0")
        .containsEntry("numInputFiles", "1");
    assertThat(metrics.expectations())
        .extracting(count -> count.name() + " " + count.passed() + " " + count.failed())
        .containsExactly("valid_language 2 1", "has_text 3 0");
    assertThat(metrics.newestInputAt()).isPresent();
    assertThat(lake.committed())
        .extracting(UpdateMetrics::table, UpdateMetrics::rowsWritten)
        .containsExactly(tuple("bronze", 3L), tuple("silver", 2L));
  }

  @Test
  void setsCommentAndPropertiesOfTheTable() {
    lake.updater(BRONZE)
        .update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);

    Snapshot snapshot = lake.delta("bronze").snapshot().orElseThrow();

    assertThat(snapshot.description()).contains("As it came");
    assertThat(snapshot.properties()).containsEntry("quality", "bronze");
  }

  @Test
  void leavesOutTheFileThatCannotBeReadAndLoadsItsNeighbours() {
    ObjectPath good = lake.land("posts/a.ndjson.gz", posts("en", 1, 2));
    ObjectPath broken =
        lake.landBytes("posts/b.ndjson.gz", "no gzip at all".getBytes(StandardCharsets.UTF_8));
    ObjectPath gone = new ObjectPath("landing", "posts/gone.ndjson.gz");

    UpdateResult result = lake.updater(BRONZE).update("bronze", files(good, broken, gone), PLENTY);

    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L);
    assertThat(result.failedFiles()).containsOnlyKeys(broken, gone);
    assertThat(result.failedFiles().get(gone)).isEqualTo("There is no object " + gone);
    assertThat(lake.delta("bronze").snapshot().orElseThrow().progress()).hasSize(1);
  }

  @Test
  void takesInWhatComesBehindFilesThatAreGone() {
    Updater updater =
        lake.updater(
            """
            CREATE OR REFRESH STREAMING TABLE bronze AS SELECT * FROM STREAM
              read_files("s3://${landing}/posts/", format => "json", maxFilesPerTrigger => 1);
            """);
    ObjectPath there = lake.land("posts/c.ndjson.gz", posts("en", 1));
    ObjectPath gone = new ObjectPath(there.bucket(), "posts/a.ndjson.gz");
    ObjectPath goneToo = new ObjectPath(there.bucket(), "posts/b.ndjson.gz");

    UpdateResult result = updater.update("bronze", files(gone, goneToo, there), PLENTY);

    assertThat(result.failedFiles()).containsOnlyKeys(gone, goneToo);
    assertThat(result.pendingFiles()).isEmpty();
    assertThat(lake.column("bronze", "id")).containsExactly(1L);
  }

  @Test
  @Timeout(60)
  void failsWhereAFileThatIsNotOfTheStreamCannotBeRead() {
    Updater updater =
        lake.updater(
            """
            CREATE OR REFRESH STREAMING TABLE named AS SELECT p.id, l.name FROM STREAM
              read_files("s3://${landing}/posts/", format => "json", schemaHints => "id BIGINT, lang STRING") AS p
              JOIN read_files("s3://${landing}/languages/", format => "csv", schema => "lang STRING, name STRING") AS l
              ON p.lang = l.lang;
            """);
    ObjectPath posts = lake.land("posts/a.ndjson.gz", posts("en", 1));
    lake.landBytes("languages/a.csv.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});

    assertThatThrownBy(() -> updater.update("named", files(posts), PLENTY))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("languages/a.csv.gz: the gz ends within its header");

    lake.land("languages/a.csv.gz", "lang,name", "en,English");
    assertThat(updater.update("named", files(posts), PLENTY).commits()).hasSize(1);
    assertThat(lake.column("named", "name")).containsExactly("English");
  }

  @Test
  void remembersAFileWithoutRows() {
    Updater updater = lake.updater(SILVER);
    ObjectPath full = lake.land("posts/a.ndjson.gz", post(1, "en"));
    ObjectPath empty = lake.land("posts/b.ndjson.gz");
    updater.update("bronze", files(full), PLENTY);

    UpdateResult result = updater.update("bronze", files(empty), PLENTY);

    assertThat(result.commits()).hasSize(1);
    assertThat(updater.update("bronze", files(empty), PLENTY).commits()).isEmpty();
    assertThat(updater.update("silver", upstream(), PLENTY).commits()).hasSize(1);
  }

  @Test
  void ignoresFilesThatAreNotUnderThePath() {
    ObjectPath notice = lake.land("notices/a.ndjson.gz", post(1, "en"));
    ObjectPath hidden = lake.land("posts/_tmp/a.ndjson.gz", post(2, "en"));

    UpdateResult result = lake.updater(BRONZE).update("bronze", files(notice, hidden), PLENTY);

    assertThat(result.commits()).isEmpty();
    assertThat(result.failedFiles()).isEmpty();
    assertThat(lake.exists("bronze")).isFalse();
  }

  @Test
  void findsInASweepWhatNoEventAnnounced() {
    lake.land("posts/a.ndjson.gz", post(1, "en"));
    lake.land("posts/b.ndjson.gz", post(2, "en"));
    lake.land("notices/c.ndjson.gz", post(3, "en"));

    UpdateResult result =
        lake.updater(BRONZE)
            .update("bronze", Wakeup.everything(), Budget.of(1, Duration.ofMinutes(5)));

    assertThat(result.commits()).as("a file a commit, for so small a budget").hasSize(2);
    assertThat(lake.column("bronze", "id")).containsExactly(1L, 2L);
  }

  @Test
  void saysThatWorkIsLeftWhenTimeIsUp() {
    ObjectPath a = lake.land("posts/a.ndjson.gz", post(1, "en"));

    UpdateResult result =
        lake.updater(BRONZE).update("bronze", files(a), new Budget(1, Instant.EPOCH));

    assertThat(result.commits()).isEmpty();
    assertThat(result.moreWork()).isTrue();
    assertThat(result.pendingFiles()).containsExactly(a);
  }

  @Test
  void movesProgressThoughNoRowSurvives() {
    Updater updater = lake.updater(SILVER);
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", posts("de", 1, 2))), PLENTY);

    UpdateResult result = updater.update("silver", upstream(), PLENTY);

    assertThat(result.commits()).hasSize(1);
    assertThat(result.commits().get(0).rowsDropped()).isEqualTo(2);
    assertThat(lake.latest("silver").added()).isEmpty();
    assertThat(lake.latest("silver").progress()).containsExactly(new Progress("table:bronze", 0));
    assertThat(updater.update("silver", upstream(), PLENTY).commits()).isEmpty();
  }

  @Test
  void takesInEachVersionOfASourceTableOnce() {
    Updater updater = lake.updater(SILVER);
    for (int i = 0; i < 3; i++) {
      ObjectPath file = lake.land("posts/" + i + ".ndjson.gz", post(i, "en"));
      updater.update("bronze", files(file), PLENTY);
      if (i != 1) {
        updater.update("silver", upstream(), PLENTY);
      }
    }

    assertThat(lake.column("silver", "id")).containsExactly(0L, 1L, 2L);
    assertThat(lake.latest("silver").progress()).containsExactly(new Progress("table:bronze", 2));
    assertThat(lake.kernel("silver").version()).isEqualTo(1);
  }

  @Test
  void takesInALargeVersionBitByBit() {
    String partitioned =
        """
        CREATE OR REFRESH STREAMING TABLE bronze PARTITIONED BY (lang)
        AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        CREATE OR REFRESH STREAMING TABLE copy AS SELECT id, lang FROM STREAM(bronze);
        """;
    Updater updater = lake.updater(partitioned);
    Budget oneFileACommit = Budget.of(1, Duration.ofMinutes(5));
    updater.update(
        "bronze",
        files(lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "de"), post(3, "fr"))),
        PLENTY);
    UpdateResult snapshot = updater.update("copy", upstream(), oneFileACommit);
    updater.update(
        "bronze", files(lake.land("posts/b.ndjson.gz", post(4, "en"), post(5, "de"))), PLENTY);
    UpdateResult changes = updater.update("copy", upstream(), oneFileACommit);

    assertThat(snapshot.commits()).hasSize(3);
    assertThat(changes.commits()).hasSize(2);
    assertThat(lake.column("copy", "id")).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(lake.column("copy", "lang")).containsExactly("de", "de", "en", "en", "fr");
  }

  @Test
  void keepsAnAggregateUp() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH STREAMING TABLE languages
        AS SELECT lang, count(*) AS posts, avg(id) AS mean FROM STREAM(bronze) GROUP BY lang;
        """;
    Updater updater = lake.updater(sql);
    updater.update(
        "bronze",
        files(lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "en"), post(4, "de"))),
        PLENTY);
    updater.update("languages", upstream(), PLENTY);
    updater.update(
        "bronze", files(lake.land("posts/b.ndjson.gz", post(6, "en"), post(5, "fr"))), PLENTY);
    updater.update("languages", upstream(), PLENTY);
    updater.update("languages", upstream(), PLENTY);

    assertThat(lake.kernel("languages").version()).isEqualTo(1);
    assertThat(lake.kernel("languages").rows())
        .extracting(row -> row.get("lang") + " " + row.get("posts") + " " + row.get("mean"))
        .containsExactlyInAnyOrder("en 3 3.0", "de 1 4.0", "fr 1 5.0");
  }

  @Test
  void writesAMaterializedViewWithTheTypesAndNamesThatItDeclares() {
    Updater updater =
        lake.updater(
            BRONZE
                + """
                CREATE MATERIALIZED VIEW counts (lang STRING, n INT NOT NULL COMMENT "how many")
                AS SELECT count(*) AS n, lang FROM bronze GROUP BY lang;
                CREATE MATERIALIZED VIEW named (language, posts) AS SELECT lang, n FROM counts;
                """);
    lake.land("posts/a.gz", post(1, "en"), post(2, "en"));
    for (String table : new String[] {"bronze", "counts", "named"}) {
      updater.update(table, Wakeup.everything(), PLENTY);
    }

    assertThat(lake.delta("counts").snapshot().orElseThrow().schema().ddl())
        .isEqualTo("STRUCT<lang: STRING, n: INT>");
    assertThat(lake.query(List.of("named"), "SELECT language, posts FROM named"))
        .containsExactly("en 2");
  }

  @Test
  void keepsEachRowOnceThoughAColumnComesLater() {
    Updater updater =
        lake.updater(
            """
            CREATE OR REFRESH STREAMING TABLE bronze
            AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE OR REFRESH STREAMING TABLE once
            AS SELECT DISTINCT * EXCEPT (_rescued_data) FROM STREAM(bronze);
            """);
    for (String rows :
        new String[] {
          "{\"id\":1}\n{\"id\":1}\n{\"id\":2}",
          "{\"id\":2}\n{\"id\":3,\"tags\":[\"a\"]}",
          "{\"id\":3,\"tags\":[\"a\"]}\n{\"id\":3,\"tags\":[\"b\"]}\n{\"id\":1}"
        }) {
      lake.land("posts/" + rows.length() + ".gz", rows.split("\n"));
      updater.update("bronze", Wakeup.everything(), PLENTY);
      updater.update("once", upstream(), PLENTY);
    }

    assertThat(lake.query(List.of("once"), "SELECT id, tags FROM once"))
        .containsExactlyInAnyOrder("1 NULL", "2 NULL", "3 [a]", "3 [b]");
  }

  @Test
  void keepsTheStateOfGroupsThatARuleDrops() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH STREAMING TABLE spoken (
          CONSTRAINT often EXPECT (posts > 1) ON VIOLATION DROP ROW
        ) AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
        """;
    Updater updater = lake.updater(sql);
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);
    updater.update("spoken", upstream(), PLENTY);
    assertThat(lake.kernel("spoken").rows()).isEmpty();
    updater.update("bronze", files(lake.land("posts/b.ndjson.gz", post(2, "en"))), PLENTY);
    updater.update("spoken", upstream(), PLENTY);

    assertThat(lake.column("spoken", "posts")).containsExactly(2L);
  }

  @Test
  void recomputesAViewWhenASourceMoved() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH MATERIALIZED VIEW newest AS SELECT max(id) AS id FROM bronze;
        """;
    Updater updater = lake.updater(sql);
    assertThat(updater.update("newest", upstream(), PLENTY).commits()).isEmpty();
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);
    updater.update("newest", upstream(), PLENTY);
    updater.update("newest", upstream(), PLENTY);
    updater.update("bronze", files(lake.land("posts/b.ndjson.gz", post(7, "en"))), PLENTY);
    updater.update("newest", upstream(), PLENTY);

    assertThat(lake.kernel("newest").version()).isEqualTo(1);
    assertThat(lake.column("newest", "id")).containsExactly(7L);
  }

  @Test
  void recomputesAViewOverPartsOfOneFolderOnlyWhenOneOfThemMoved() {
    String part =
        "SELECT id FROM read_files(\"s3://${landing}/posts/\", pathGlobFilter => \"%s*\")";
    Updater updater =
        lake.updater(
            "CREATE MATERIALIZED VIEW both AS %s UNION ALL %s;"
                .formatted(part.formatted("a"), part.formatted("b")));
    lake.land("posts/a.ndjson.gz", posts("en", 1));
    lake.land("posts/b.ndjson.gz", posts("en", 2));

    assertThat(updater.update("both", upstream(), PLENTY).commits()).hasSize(1);
    assertThat(updater.update("both", upstream(), PLENTY).commits()).as("nothing moved").isEmpty();

    for (String name : List.of("a2", "b2")) {
      lake.land("posts/" + name + ".ndjson.gz", posts("en", 3));
      assertThat(updater.update("both", upstream(), PLENTY).commits()).as(name).hasSize(1);
    }
    assertThat(lake.column("both", "id")).containsExactly(1L, 2L, 3L, 3L);
  }

  @Test
  void joinsAStreamWithATableAsItIsAtTheUpdate() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH STREAMING TABLE names
        AS SELECT lang, name FROM STREAM read_files("s3://${landing}/names/", format => "json");
        CREATE OR REFRESH STREAMING TABLE named
        AS SELECT b.id, n.name FROM STREAM(bronze) b LEFT JOIN names n ON b.lang = n.lang;
        """;
    Updater updater = lake.updater(sql);
    updater.update(
        "names",
        files(lake.land("names/a.ndjson.gz", "{\"lang\":\"en\",\"name\":\"English\"}")),
        PLENTY);
    updater.update(
        "bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"), post(2, "de"))), PLENTY);
    updater.update("named", upstream(), PLENTY);
    updater.update(
        "names",
        files(lake.land("names/b.ndjson.gz", "{\"lang\":\"de\",\"name\":\"German\"}")),
        PLENTY);
    assertThat(updater.update("named", upstream(), PLENTY).commits())
        .as("a change of the static side alone is nothing new")
        .isEmpty();
    updater.update("bronze", files(lake.land("posts/b.ndjson.gz", post(3, "de"))), PLENTY);
    updater.update("named", upstream(), PLENTY);

    assertThat(lake.kernel("named").rows())
        .extracting(row -> row.get("id") + " " + row.get("name"))
        .containsExactlyInAnyOrder("1 English", "2 null", "3 German");
  }

  @Test
  void writesNothingWhenARuleFailsTheUpdate() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH STREAMING TABLE strict (
          CONSTRAINT positive EXPECT (id > 0) ON VIOLATION FAIL UPDATE
        ) AS SELECT id * 2 AS id FROM STREAM(bronze) AS b;
        """;
    Updater updater = lake.updater(sql);
    updater.update(
        "bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"), post(-1, "en"))), PLENTY);

    assertThatThrownBy(() -> updater.update("strict", upstream(), PLENTY))
        .isInstanceOf(ExpectationViolationException.class)
        .hasMessageStartingWith(
            "[EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow 'strict' failed to meet the expectation."
                + " Violated expectations: 'positive'. Input data: '{\"id\":-1,\"lang\":\"en\","
                + "\"text\":\"post -1\",\"_rescued_data\":null}'. Output record: '{\"id\":-2}'.")
        .hasMessageEndingWith("Missing input data: false");
    assertThat(lake.exists("strict")).isFalse();
  }

  @Test
  void namesAColumnLikeTheOneThatASourceLacks() {
    String sql =
        BRONZE + "CREATE OR REFRESH STREAMING TABLE t AS SELECT id, langg FROM STREAM(bronze);";
    Updater updater = lake.updater(sql);
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);

    assertThatThrownBy(() -> updater.update("t", upstream(), PLENTY))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("langg of bronze; did you mean lang?");
    assertThat(lake.exists("t")).isFalse();
  }

  @Test
  void refusesASourceThatLostRowsUnlessToldToPassOverThat() {
    String sql =
        BRONZE
            + """
        CREATE OR REFRESH STREAMING TABLE copy AS SELECT * FROM STREAM(bronze);
        CREATE OR REFRESH STREAMING TABLE lenient
        AS SELECT * FROM STREAM bronze WITH (SKIPCHANGECOMMITS);
        """;
    Updater updater = lake.updater(sql);
    updater.update("bronze", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);
    updater.update("copy", upstream(), PLENTY);
    updater.update("lenient", upstream(), PLENTY);
    removeAllRows("bronze");
    updater.update("bronze", files(lake.land("posts/b.ndjson.gz", post(2, "en"))), PLENTY);

    assertThatThrownBy(() -> updater.update("copy", upstream(), PLENTY))
        .isInstanceOf(UpstreamChangedException.class)
        .hasMessageStartingWith(
            "Cannot update copy: version 1 of its source bronze (s3://lake/tables/bronze) removed");
    updater.update("lenient", upstream(), PLENTY);
    assertThat(lake.column("copy", "id")).containsExactly(1L);
    assertThat(lake.column("lenient", "id")).containsExactly(1L, 2L);
  }

  private void removeAllRows(String table) {
    Snapshot base = lake.delta(table).snapshot().orElseThrow();
    lake.delta(table).commit(Transaction.of(base, "DELETE").remove(base.files()).build());
  }

  @Test
  void remembersTheColumnsOfItsFiles() {
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE texts
        AS SELECT id AS number, text AS body FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        """;
    Updater updater = lake.updater(sql);
    updater.update("texts", files(lake.land("posts/a.ndjson.gz", post(1, "en"))), PLENTY);

    updater.update("texts", files(lake.land("posts/b.ndjson.gz", "{\"id\":2}")), PLENTY);

    assertThat(lake.kernel("texts").rows())
        .extracting(row -> row.get("number") + " " + row.get("body"))
        .containsExactlyInAnyOrder("1 post 1", "2 null");
  }

  @Test
  void takesInFileAfterFileWhereTheQueryAddsColumnsToThoseOfTheFiles() {
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE with_names AS
            SELECT *, upper(lang) AS language, _metadata.file_name AS source
            FROM STREAM read_files("s3://${landing}/with_names/", format => "json");
            """);
    updater.update("with_names", files(lake.land("with_names/1.json.gz", post(1, "en"))), PLENTY);
    updater.update(
        "with_names",
        files(lake.land("with_names/2.json.gz", "{\"id\":2,\"lang\":\"de\",\"more\":1}")),
        PLENTY);

    assertThat(lake.column("with_names", "language")).containsExactly("DE", "EN");
    assertThat(lake.column("with_names", "source")).containsExactly("1.json.gz", "2.json.gz");
    assertThat(lake.kernel("with_names").rows())
        .allSatisfy(row -> assertThat(row.get("_rescued_data")).isNull());
  }

  @Test
  void tellsAllColumnsThatItsFilesDoNotHaveWithTheirPlaces() {
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE inferred AS
            SELECT *, lng AS language FROM STREAM read_files("s3://${landing}/inferred/");
            CREATE STREAMING TABLE picked (CONSTRAINT has_place EXPECT (geo IS NOT NULL)) AS
            SELECT *, lng AS l FROM STREAM whole;
            CREATE STREAMING TABLE whole AS
            SELECT * FROM STREAM read_files("s3://${landing}/inferred/");
            """);
    ObjectPath file = lake.land("inferred/1.json.gz", post(1, "en"));
    String hint =
        "no file so far has had it: if one may, name it with its type in the option schemaHints of"
            + " read_files";

    assertThat(updater.update("inferred", files(file), PLENTY).failedFiles())
        .containsExactly(
            entry(
                file,
                "test.sql:2:11: Unknown column lng of files; did you mean lang?; %s"
                    .formatted(hint)));
    updater.update("whole", files(file), PLENTY);
    assertThatThrownBy(() -> updater.update("picked", upstream(), PLENTY))
        .hasMessage(
            """
            test.sql:3:61: Unknown column geo; there are id, lang, text, _rescued_data, l; %s
            test.sql:4:11: Unknown column lng of whole; did you mean lang?; %s"""
                .formatted(hint, hint));
    assertThat(lake.exists("picked")).isFalse();
  }

  @Test
  void fillsOneTableFromSeveralFlows() {
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE both;
        CREATE FLOW x AS INSERT INTO both BY NAME
        SELECT id, lang FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        CREATE FLOW y AS INSERT INTO both BY NAME
        SELECT id, "??" AS lang FROM STREAM read_files("s3://${landing}/more/", format => "json");
        """;
    Updater updater = lake.updater(sql);
    ObjectPath a = lake.land("posts/a.ndjson.gz", post(1, "en"));
    ObjectPath b = lake.land("more/a.ndjson.gz", post(2, "en"));

    updater.update("both", files(a, b), PLENTY);
    updater.update("both", files(a, b), PLENTY);

    assertThat(lake.kernel("both").rows())
        .extracting(row -> row.get("id") + " " + row.get("lang"))
        .containsExactlyInAnyOrder("1 en", "2 ??");
  }

  @Test
  void ofTwoFlowsOnlyTheOneStopsWhoseRowsBreakARule() {
    String sql =
        """
        CREATE OR REFRESH STREAMING TABLE both (
          CONSTRAINT positive EXPECT (id > 0) ON VIOLATION FAIL UPDATE
        );
        CREATE FLOW x AS INSERT INTO both BY NAME
        SELECT id FROM STREAM read_files("s3://${landing}/posts/", format => "json");
        CREATE FLOW y AS INSERT INTO both BY NAME
        SELECT id FROM STREAM read_files("s3://${landing}/more/", format => "json");
        """;
    Updater updater = lake.updater(sql);
    lake.land("more/a.ndjson.gz", post(2, "en"));
    ObjectPath bad = lake.land("more/b.ndjson.gz", post(-3, "en"));
    lake.land("posts/a.ndjson.gz", post(1, "en"));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> updater.update("both", Wakeup.everything(), PLENTY))
          .isInstanceOf(ExpectationViolationException.class)
          .hasMessageStartingWith(
              "[EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow 'y' failed to meet the expectation."
                  + " Violated expectations: 'positive'. Input data: '{\"id\":-3,");
      assertThat(lake.column("both", "id")).containsExactly(1L);
    }
    lake.land(bad.key(), post(3, "en"));
    updater.update("both", Wakeup.everything(), PLENTY);

    assertThat(lake.column("both", "id")).containsExactly(1L, 2L, 3L);
  }
}
