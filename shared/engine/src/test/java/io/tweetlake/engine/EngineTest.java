package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.engine.ModelAnswer.Judgement;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
  private static final StructType NO_COLUMNS = new StructType(List.of());
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private Engine engine;
  private Workspace workspace;
  private Model model =
      (name, texts) ->
          texts.stream()
              .map(
                  text ->
                      new ModelAnswer(
                          Optional.of(new Judgement("POS", 0.9, 0.05, 0.05, 0.9)),
                          "m",
                          "r1",
                          false,
                          NOON,
                          Optional.empty()))
              .toList();

  @BeforeEach
  void open() {
    engine =
        Engine.open(
            new EngineOptions(1, 256L << 20, folder.resolve("scratch")),
            new Model() {
              @Override
              public List<ModelAnswer> answer(String name, List<String> texts) {
                return model.answer(name, texts);
              }

              @Override
              public Optional<LookAhead> lookAhead() {
                return model.lookAhead();
              }
            });
    workspace = engine.newWorkspace();
  }

  @AfterEach
  void close() {
    workspace.close();
    engine.close();
  }

  @Test
  void loadsLinesAndRescuesWhatIsNotJson() throws IOException {
    InputFile file =
        gz("a.json.gz", "{\"id\":1,\"user\":{\"name\":\"Ann\"}}\n\nnot json\n{\"id\":2.5}\n");
    StructType columns =
        workspace.bindFiles(
            "files",
            List.of(file),
            "json",
            Map.of(),
            StructType.of(Field.of("id", PrimitiveType.LONG)));
    assertThat(columns.ddl())
        .isEqualTo("STRUCT<id: BIGINT, user: STRUCT<name: STRING>, _rescued_data: STRING>");
    assertThat(json("SELECT * FROM files"))
        .containsExactly(
            "[1, {\"name\":\"Ann\"}, null]",
            "[null, null, \"{\\\"_corrupt_record\\\":\\\"not json\\\",\\\"_file_path\\\":\\\"mem://a.json.gz\\\"}\"]",
            "[null, null, \"{\\\"id\\\":2.5,\\\"_file_path\\\":\\\"mem://a.json.gz\\\"}\"]");
  }

  @Test
  void showsTheFileOnlyToThoseWhoAsk() throws IOException {
    InputFile file = gz("a.json.gz", "{\"id\":1}\n");
    workspace.bindFiles("files", List.of(file), "json", Map.of(), NO_COLUMNS);
    assertThat(json("SELECT * FROM files")).containsExactly("[1, null]");
    assertThat(json("SELECT *, _metadata.file_name AS f, _metadata.file_size * 1 AS s FROM files"))
        .containsExactly("[1, null, \"a.json.gz\", " + file.sizeBytes() + "]");
    assertThat(json("SELECT count(*) FROM files")).containsExactly("[1]");
  }

  @Test
  void namesTheFileThatCannotBeRead() throws IOException {
    InputFile good = gz("good.json.gz", "{\"id\":1}\n");
    Path cut = folder.resolve("cut.json.gz");
    byte[] bytes = Files.readAllBytes(good.localPath());
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 9));
    List<InputFile> files = List.of(good, input(cut));
    assertThatThrownBy(() -> workspace.bindFiles("files", files, "json", Map.of(), NO_COLUMNS))
        .isInstanceOfSatisfying(
            UnreadableFileException.class, e -> assertThat(e.uri()).isEqualTo("mem://cut.json.gz"));
  }

  @Test
  void countsRulesDropsAndQuarantines() throws Exception {
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT * FROM (VALUES (1, 'en'), (2, 'de'), (3, NULL), (NULL, 'en')) t(id, lang)",
                List.of(
                    new Rule("english", "lang = 'en'", Rule.Action.DROP),
                    new Rule("has_id", "id IS NOT NULL", Rule.Action.QUARANTINE),
                    new Rule("low", "id < 2", Rule.Action.KEEP)),
                Optional.empty(),
                List.of(),
                workspace.newFolder()));
    assertThat(result.rules())
        .containsExactly(
            new RuleCount("english", Rule.Action.DROP, 2, 2),
            new RuleCount("has_id", Rule.Action.QUARANTINE, 3, 1),
            new RuleCount("low", Rule.Action.KEEP, 1, 3));
    assertThat(result.rowsIn()).isEqualTo(4);
    assertThat(result.rowsWritten()).isEqualTo(1);
    assertThat(result.rowsDropped()).isEqualTo(2);
    assertThat(result.rowsQuarantined()).isEqualTo(1);
    assertThat(result.quarantineSchema().ddl())
        .isEqualTo("STRUCT<id: INT, lang: STRING, _violated_expectations: ARRAY<STRING>>");
    bind("q", result.quarantineFiles(), result.quarantineSchema());
    assertThat(json("SELECT * FROM q")).containsExactly("[null, \"en\", [\"has_id\",\"low\"]]");
  }

  @Test
  void writesNothingWhereARuleFailsTheUpdate() {
    Path out = workspace.newFolder();
    WriteRequest request =
        new WriteRequest(
            "SELECT 7 AS id",
            List.of(new Rule("r", "id < 5", Rule.Action.FAIL)),
            Optional.empty(),
            List.of(),
            out);
    assertThatThrownBy(() -> workspace.write(request))
        .isInstanceOfSatisfying(
            RuleViolationException.class, e -> assertThat(e.row()).isEqualTo("{\"id\":7}"));
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void showsTheWholeRowWhateverItsColumnsAreCalled() {
    for (String name : List.of("q", "r", "w", "tweetlake_rows", "row")) {
      WriteRequest request =
          new WriteRequest(
              "SELECT 7 AS id, 'x' AS " + Sql.identifier(name),
              List.of(new Rule("r", "id < 5", Rule.Action.FAIL)),
              Optional.empty(),
              List.of(),
              workspace.newFolder());
      assertThatThrownBy(() -> workspace.write(request))
          .isInstanceOfSatisfying(
              RuleViolationException.class,
              e -> assertThat(e.row()).isEqualTo("{\"id\":7,\"%s\":\"x\"}".formatted(name)));
      WriteRequest failing =
          new WriteRequest(
              "SELECT 'x' AS id, 7 AS " + Sql.identifier(name),
              List.of(new Rule("number", "CAST(id AS INT) < 5", Rule.Action.KEEP)),
              Optional.empty(),
              List.of(),
              workspace.newFolder());
      assertThatThrownBy(() -> workspace.write(failing))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("{\"id\":\"x\",\"%s\":7}".formatted(name));
    }
  }

  @Test
  void tellsOfTheBrokenRuleWhereTheRowCannotBeStoredEither() {
    Path out = workspace.newFolder();
    WriteRequest request =
        new WriteRequest(
            "SELECT 5000000000 AS id",
            List.of(new Rule("small", "id < 5", Rule.Action.FAIL)),
            Optional.of(new StructType(List.of(Field.of("id", PrimitiveType.INTEGER)))),
            List.of(),
            out);
    assertThatThrownBy(() -> workspace.write(request))
        .isInstanceOfSatisfying(
            RuleViolationException.class,
            e -> assertThat(e.row()).isEqualTo("{\"id\":5000000000}"));
    assertThat(out).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT range AS id FROM range(5000)                                   | id % 2 = 0 | 5000 | 2500",
        "SELECT a.range AS id FROM range(1000) a JOIN range(4) b ON b.range >= a.range % 2 | id < 100 | 3500 | 350",
        "SELECT a.range AS id FROM range(1000) a, range(3) b                   | id < 100   | 3000 | 300",
        "SELECT unnest([range, range]) AS id FROM range(10)                    | id < 5     | 20   | 10",
        "SELECT range % 7 AS id, count(*) AS n FROM range(100) GROUP BY ALL    | id < 3     | 7    | 3",
        "SELECT range AS id FROM range(10) UNION ALL SELECT range FROM range(5) | id < 5    | 15   | 10",
        "SELECT range AS id FROM range(5000) ORDER BY id DESC LIMIT 10         | id < 4995  | 10   | 5",
        "SELECT range AS id FROM range(3000)                                   | true       | 3000 | 3000",
        "SELECT range AS id FROM range(3000)                                   | false      | 3000 | 0",
        "SELECT 1 AS id                                                        | id = 1     | 1    | 1",
        "SELECT 1 AS id                                                        | NULL       | 1    | 0",
        "SELECT 1 AS id WHERE false                                            | id = 1     | 0    | 0",
        "SELECT range AS id, uuid() AS u FROM range(3000)                      | id < 10    | 3000 | 10",
      })
  void countsEachRowOnce(String sql, String predicate, long in, long written) {
    for (int threads : List.of(1, 2)) {
      try (Engine other =
              Engine.open(new EngineOptions(threads, 256L << 20, folder.resolve("other")), model);
          Workspace its = other.newWorkspace()) {
        WriteResult result =
            its.write(
                new WriteRequest(
                    sql,
                    List.of(
                        new Rule("kept", predicate, Rule.Action.DROP),
                        new Rule("all", "id IS NOT NULL", Rule.Action.KEEP)),
                    Optional.empty(),
                    List.of(),
                    its.newFolder()));
        assertThat(result.rowsIn()).isEqualTo(in);
        assertThat(result.rowsWritten()).isEqualTo(written);
        assertThat(result.rules())
            .containsExactly(
                new RuleCount("kept", Rule.Action.DROP, written, in - written),
                new RuleCount("all", Rule.Action.KEEP, in, 0));
        assertThat(result.files().stream().mapToLong(ParquetFile::rows).sum()).isEqualTo(written);
      }
    }
  }

  @Test
  void keepsStatisticsThatAgreeWithTheRows() throws Exception {
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT * FROM (VALUES (1::BIGINT, {'n': 2.5::DOUBLE, 's': 'x'},"
                    + " TIMESTAMPTZ '2026-11-22 09:00:00.123456+00', DATE '2026-01-02', 'a', true,"
                    + " 1.50::DECIMAL(10,2), 'nan'::DOUBLE, [1]),"
                    + " (NULL, NULL, NULL, NULL, repeat('z', 40), NULL, NULL, 1, NULL))"
                    + " t(i, s, ts, d, \"tex.t\", b, dec, f, l)",
                List.of(),
                Optional.empty(),
                List.of(),
                workspace.newFolder()));
    ParquetFile file = result.files().get(0);
    JsonNode stats = Json.MAPPER.readTree(file.statsJson());
    assertThat(stats.toString())
        .isEqualTo(
            "{\"numRecords\":2,"
                + "\"minValues\":{\"i\":1,\"ts\":\"2026-11-22T09:00:00.123Z\",\"d\":\"2026-01-02\","
                + "\"tex.t\":\"a\",\"dec\":1.5,\"s\":{\"n\":2.5,\"s\":\"x\"}},"
                + "\"maxValues\":{\"i\":1,\"ts\":\"2026-11-22T09:00:00.124Z\",\"d\":\"2026-01-02\","
                + "\"tex.t\":\""
                + "z".repeat(32)
                + "\udbff\udfff\",\"dec\":1.5,\"s\":{\"n\":2.5,\"s\":\"x\"}},"
                + "\"nullCount\":{\"i\":1,\"ts\":1,\"d\":1,\"tex.t\":0,\"b\":1,\"dec\":1,\"f\":0,"
                + "\"s\":{\"n\":1,\"s\":1}}}");
    assertThat(file.sizeBytes()).isEqualTo(Files.size(file.localPath()));
  }

  @Test
  void givesNumbersThatJsonHasNotNoBounds() throws Exception {
    ParquetFile file =
        write(
            "SELECT * FROM (VALUES ('-inf'::DOUBLE, 'inf'::FLOAT, 'nan'::DOUBLE, 1),"
                + " (1, 2, 3, 2)) t(least, greatest, none, id)");
    String bounds =
        "{\"numRecords\":2,\"minValues\":{\"id\":1},\"maxValues\":{\"id\":2},"
            + "\"nullCount\":{\"least\":0,\"greatest\":0,\"none\":0,\"id\":0}}";

    assertThat(file.statsJson()).isEqualTo(bounds);
    StructType schema = StructType.parse("least DOUBLE, greatest FLOAT, none DOUBLE, id INT");
    assertThat(workspace.statisticsOf(file.localPath(), schema)).isEqualTo(bounds);
  }

  @Test
  void readsFilesOfEarlierSchemasAndPartitions() throws Exception {
    ParquetFile old = write("SELECT 1 AS id, {'a': 'x'} AS s");
    ParquetFile now = write("SELECT 2::BIGINT AS id, {'a': 'y', 'b': 3} AS s, 'n' AS extra");
    StructType schema =
        StructType.of(
            Field.of("id", PrimitiveType.LONG),
            Field.of(
                "s",
                StructType.of(
                    Field.of("a", PrimitiveType.STRING), Field.of("b", PrimitiveType.INTEGER))),
            Field.of("extra", PrimitiveType.STRING),
            Field.of("day", PrimitiveType.DATE));
    workspace.bindParquet(
        "t",
        List.of(old.localPath(), now.localPath()),
        List.of(Map.of("day", "2026-01-01"), Map.of()),
        schema,
        List.of("day"));
    assertThat(json("SELECT * FROM t ORDER BY id"))
        .containsExactly(
            "[1, {\"a\":\"x\",\"b\":null}, null, \"2026-01-01\"]",
            "[2, {\"a\":\"y\",\"b\":3}, \"n\", null]");
  }

  @Test
  void splitsRowsByPartition() throws Exception {
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT * FROM (VALUES (1, 'a b'), (2, NULL), (3, 'a b'), (4, 'x=/y')) t(id, p)",
                List.of(),
                Optional.empty(),
                List.of("p"),
                workspace.newFolder()));
    assertThat(result.files())
        .extracting(ParquetFile::partitionValues)
        .containsExactly(Map.of("p", "a b"), Map.of("p", "x=/y"), Map.of());
    assertThat(result.files()).extracting(ParquetFile::rows).containsExactly(2L, 1L, 1L);
  }

  @Test
  void givesBackTheModelsOwnFailure() {
    model =
        (name, texts) -> {
          throw new IllegalStateException("endpoint is throttled");
        };
    assertThatThrownBy(() -> write("SELECT ai_query('m', 'hello' || i) AS s FROM range(3) t(i)"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("endpoint is throttled");
  }

  @Test
  void asksTheModelOnceForEveryText() throws Exception {
    int[] asked = {0};
    Model answers = model;
    model =
        (name, texts) -> {
          asked[0] += texts.size();
          return answers.answer(name, texts);
        };
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT i, ai_query('m', 't' || i) AS s, ai_query('m', NULL) AS none FROM range(5) t(i)",
                List.of(new Rule("positive", "s.label = 'POS'", Rule.Action.DROP)),
                Optional.empty(),
                List.of(),
                workspace.newFolder()));
    assertThat(asked[0]).isEqualTo(5);
    assertThat(result.schema().field("s").orElseThrow().type().ddl())
        .isEqualTo(
            "STRUCT<label: STRING, score: DOUBLE, p_neg: DOUBLE, p_neu: DOUBLE, p_pos: DOUBLE,"
                + " model_id: STRING, model_revision: STRING, truncated: BOOLEAN,"
                + " scored_at: TIMESTAMP, error: STRING>");
    bind("scored", result.files(), result.schema());
    assertThat(json("SELECT s.label, s.scored_at, none IS NULL FROM scored LIMIT 1"))
        .containsExactly("[\"POS\", \"2026-11-22 12:00:00+00\", true]");
  }

  @Test
  void asksTheModelOnceForTheOnlyRowToo() {
    ForeseeingModel noting = new ForeseeingModel(model, 1);
    model = noting;
    ParquetFile file = write("SELECT 'the only text' AS text");
    bind("posts", List.of(file), StructType.of(Field.of("text", PrimitiveType.STRING)));

    write("SELECT text, ai_query('m', text).label AS label FROM posts");
    write("SELECT text, m.* FROM (SELECT text, ai_query('m', text) AS m FROM posts)");

    assertThat(noting.asked).containsExactly("the only text", "the only text");
  }

  @Test
  void tellsTheModelOfAllTextsBeforeItAsksForTheFirst() throws Exception {
    ForeseeingModel foreseeing = new ForeseeingModel(model, Integer.MAX_VALUE);
    model = foreseeing;
    String sql =
        "SELECT i, ai_query('m', 't' || i).label AS label FROM range(5000) t(i) WHERE i % 2 = 0";

    ParquetFile file = foreseeAndWrite(sql, Integer.MAX_VALUE);

    assertThat(file.rows()).isEqualTo(2500);
    assertThat(foreseeing.expected).hasSize(2500).doesNotHaveDuplicates();
    assertThat(foreseeing.asked).containsExactlyInAnyOrderElementsOf(foreseeing.expected);
    assertThat(foreseeing.steps).startsWith("expect").containsSubsequence("no more", "answer");
    assertThat(foreseeing.steps.indexOf("answer"))
        .isGreaterThan(foreseeing.steps.lastIndexOf("expect"));
    assertThat(foreseeing.steps).endsWith("close");
  }

  @Test
  void readsNoFurtherAheadThanTheModelWants() throws Exception {
    ForeseeingModel foreseeing = new ForeseeingModel(model, 1);
    model = foreseeing;

    String sql = "SELECT ai_query('m', 't' || i).label AS l FROM range(9000) t(i)";

    ParquetFile file = foreseeAndWrite(sql, Integer.MAX_VALUE);

    assertThat(file.rows()).isEqualTo(9000);
    assertThat(foreseeing.asked).hasSize(9000);
    assertThat(foreseeing.expected.size()).isBetween(1, 8999);
    foreseeing.expected.clear();
    foreseeAndWrite(sql, 0);
    assertThat(foreseeing.expected).isEmpty();
  }

  @Test
  void foreseesNothingWhereTextsMayDependOnAnswersOrChance() throws Exception {
    ForeseeingModel foreseeing = new ForeseeingModel(model, Integer.MAX_VALUE);
    model = foreseeing;

    for (String argument : List.of("ai_query('m', 't' || i).label", "'t' || random()")) {
      foreseeAndWrite(
          "SELECT ai_query('m', %s).label AS l FROM range(3) t(i)".formatted(argument), 100);
    }

    assertThat(foreseeing.expected).isEmpty();
    assertThat(foreseeing.asked).hasSizeGreaterThan(3);
  }

  @Test
  void tellsAFailureOfTheQueryOnceAndClosesTheLookAhead() {
    ForeseeingModel foreseeing = new ForeseeingModel(model, Integer.MAX_VALUE);
    model = foreseeing;
    String sql = "SELECT ai_query('m', 'a' || i) AS s, CAST('no ' || i AS INT) FROM range(3) t(i)";

    assertThatThrownBy(() -> foreseeAndWrite(sql, 100))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no 0");
    assertThat(foreseeing.steps).endsWith("close");
  }

  @Test
  void runsOnlySelectForAPerson() {
    assertThatThrownBy(() -> workspace.query("CREATE TABLE x (i INT)", 10))
        .isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> workspace.query("SELECT 1) AS q; CREATE TABLE x (i INT); --", 10))
        .isInstanceOf(EngineException.class);
    QueryResult result =
        workspace.query("SELECT i, NULL AS n FROM range(5) t(i) ORDER BY i DESC;", 2);
    assertThat(result.complete()).isFalse();
    assertThat(result.rows().get(0))
        .containsExactly(
            new QueryResult.Value(Optional.of("4"), "4"),
            new QueryResult.Value(Optional.empty(), "null"));
    assertThat(workspace.query("DESCRIBE SELECT 1 AS a", 9).rows()).hasSize(1);
    for (String end : List.of(";", " ; -- done", ";; /* it's\n done; */ ;\n", "\n-- done")) {
      assertThat(workspace.query("SELECT '; -- x' AS a" + end, 9).rows().get(0))
          .as(end)
          .containsExactly(new QueryResult.Value(Optional.of("; -- x"), "\"; -- x\""));
    }
    assertThat(workspace.query("SELECT i FROM range(9000) t(i) ORDER BY -i", 9000).rows())
        .as("in the query's order")
        .extracting(row -> Integer.parseInt(row.get(0).text().orElseThrow()))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void limitsWhatAPersonMayAskFor() {
    QueryLimits limits = new QueryLimits(3, 5, 60, Optional.of(Duration.ofSeconds(1)));

    QueryResult cut = workspace.query("SELECT 'abcdefgh' AS t, 12 AS n, NULL AS e", limits);
    assertThat(cut.rows())
        .containsExactly(
            List.of(
                new QueryResult.Value(Optional.of("abcde"), "\"abcde\""),
                new QueryResult.Value(Optional.of("12"), "\"12\""),
                new QueryResult.Value(Optional.empty(), "null")));
    QueryResult long5 = workspace.query("SELECT repeat('x', 9) FROM range(9)", limits);
    assertThat(long5.rows()).hasSize(3);
    assertThat(long5.complete()).isFalse();
    QueryResult wide = workspace.query("SELECT i, i, i, i, i, i, i FROM range(9) t(i)", limits);
    assertThat(wide.rows()).as("characters of all").hasSizeLessThan(9);
    assertThatThrownBy(
            () ->
                workspace.query(
                    "SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)", limits))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nterrupt");
    assertThat(workspace.query("SELECT 1", limits).rows()).as("works on").hasSize(1);
  }

  @Test
  void keepsAPersonInsideTheFolder() throws Exception {
    Path outside = Files.writeString(folder.resolve("secret.txt"), "secret");
    ParquetFile file = write("SELECT 1 AS id");
    EngineOptions options =
        new EngineOptions(1, 128L << 20, folder.resolve("scratch2"))
            .withSandbox(Sandbox.lockedTo(file.localPath().getParent()));
    try (Engine locked = Engine.open(options, model);
        Workspace inside = locked.newWorkspace()) {
      inside.bindParquet(
          "t",
          List.of(file.localPath()),
          List.of(Map.of()),
          StructType.of(Field.of("id", PrimitiveType.INTEGER)),
          List.of());
      assertThat(inside.query("SELECT id FROM t", 9).rows()).hasSize(1);
      assertThatThrownBy(() -> inside.query("SELECT * FROM read_text('" + outside + "')", 9))
          .hasMessageContaining("Permission");
    }
  }

  @Test
  void callsFunctionsInJava() {
    EngineOptions options =
        new EngineOptions(1, 128L << 20, folder.resolve("scratch3"))
            .withTextFunctions(Map.of("joined", EngineTest::joined))
            .withInitialStatements(List.of("CREATE MACRO twice(x) AS joined(x, x)"));
    try (Engine other = Engine.open(options, model);
        Workspace calling = other.newWorkspace()) {
      assertThat(
              calling
                  .query(
                      "SELECT CASE WHEN i <> 2 THEN twice(CAST(nullif(i, 1) AS VARCHAR)) END AS x"
                          + " FROM range(5000) t(i) ORDER BY i LIMIT 4",
                      9)
                  .rows())
          .as("not asked for NULL; nothing is NULL, too")
          .extracting(row -> row.get(0).text())
          .containsExactly(
              Optional.of("0+0"), Optional.empty(), Optional.empty(), Optional.of("3+3"));
      assertThatThrownBy(() -> calling.query("SELECT joined('a', 'b', 'c')", 9))
          .hasMessageContaining("[WRONG] takes two")
          .hasMessageNotContaining("Exception:")
          .hasMessageNotContaining("\tat ");
    }
  }

  private static Optional<String> joined(List<String> texts) {
    if (texts.size() != 2) {
      throw new IllegalArgumentException("[WRONG] takes two");
    }
    return Optional.of(texts.get(0) + "+" + texts.get(1));
  }

  private ParquetFile foreseeAndWrite(String sql, int maxTexts) {
    try (LookAhead ahead = workspace.lookAhead(sql, maxTexts)) {
      return write(sql);
    }
  }

  private ParquetFile write(String sql) {
    return workspace
        .write(new WriteRequest(sql, List.of(), Optional.empty(), List.of(), workspace.newFolder()))
        .files()
        .get(0);
  }

  private void bind(String relation, List<ParquetFile> files, StructType schema) {
    workspace.bindParquet(
        relation,
        files.stream().map(ParquetFile::localPath).toList(),
        files.stream().map(ParquetFile::partitionValues).toList(),
        schema,
        List.of());
  }

  private List<String> json(String sql) {
    return workspace.query(sql, 1000).rows().stream()
        .map(row -> row.stream().map(QueryResult.Value::json).toList().toString())
        .toList();
  }

  private InputFile gz(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return input(path);
  }

  private static InputFile input(Path path) throws IOException {
    return new InputFile(path, "mem://" + path.getFileName(), Files.size(path), NOON);
  }

  /** Notes what it is told and asked, in order. */
  private static final class ForeseeingModel implements Model {
    private final Model answering;
    private final int wanted;
    private final List<String> steps = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    ForeseeingModel(Model answering, int wanted) {
      this.answering = answering;
      this.wanted = wanted;
    }

    @Override
    public List<ModelAnswer> answer(String name, List<String> texts) {
      steps.add("answer");
      asked.addAll(texts);
      return answering.answer(name, texts);
    }

    @Override
    public Optional<LookAhead> lookAhead() {
      return Optional.of(
          new LookAhead() {
            @Override
            public boolean expect(String name, List<String> texts) {
              steps.add("expect");
              expected.addAll(texts);
              return expected.size() < wanted;
            }

            @Override
            public void expectNoMore() {
              steps.add("no more");
            }

            @Override
            public void close() {
              steps.add("close");
            }
          });
    }
  }
}
