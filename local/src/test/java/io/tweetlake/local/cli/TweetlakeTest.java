package io.tweetlake.local.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.local.cloud.FolderS3;
import io.tweetlake.posts.PostGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TweetlakeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static String lake;
  private static Result demo;

  @BeforeAll
  static void runDemo() {
    lake = folder.resolve("my lake").toString();
    Path posts = folder.resolve("posts.ndjson.gz");
    assertThat(run("generate", "--posts", "120", "--output", posts.toString()).exitCode).isZero();
    demo = run("demo", "--lake", lake, "--input", posts.toString());
  }

  @Test
  void showsLineageExpectationsLanguagesAndMoods() {
    assertThat(demo.err).isEmpty();
    assertThat(demo.exitCode).isZero();
    assertThat(demo.out)
        .contains("Landed 120 posts and ")
        .contains("└─ bronze")
        .contains("valid_language  lang == \"en\"  drop row")
        .contains("Posts by language: 120 posts")
        .contains("most positive posts", "Moods by language", "Words of the most positive posts")
        .doesNotContain("most negative posts")
        .contains("The lake is in " + lake)
        .containsPattern("Done in \\d+\\.\\d s; peak memory")
        .doesNotContain("\u001b");
  }

  @Test
  void printsTheSummaryOfALakeWithItsMostNegativePosts() {
    Result summary = run("report", "--lake", lake, "--text", "--negative");

    assertThat(summary.exitCode).isZero();
    assertThat(summary.out)
        .startsWith("Lineage")
        .containsSubsequence("most positive posts", "most negative posts");
  }

  @Test
  void runsAPipelineOverFilesOfAnyFormatInTheFoldersOfANewLake() throws IOException {
    Path pipeline = folder.resolve("own pipeline");
    Files.createDirectories(pipeline.resolve("bronze"));
    Files.createDirectories(pipeline.resolve("gold"));
    Files.writeString(
        pipeline.resolve("bronze/tables.sql"),
        "CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_files('s3://shop/orders', format"
            + " => 'csv');");
    Files.writeString(
        pipeline.resolve("gold/tables.sql"),
        "CREATE TEMPORARY VIEW sold (CONSTRAINT priced EXPECT (price > 0) ON VIOLATION DROP ROW) AS"
            + " SELECT * FROM orders;\n"
            + "CREATE MATERIALIZED VIEW sums AS SELECT item, sum(price) AS sum FROM sold GROUP BY item;");
    Path own = folder.resolve("own lake");
    Files.createDirectories(own);
    String[] refresh = {"refresh", "--lake", own.toString(), "--pipeline", pipeline.toString()};

    Result tooEarly = run(refresh);
    Files.createDirectories(own.resolve("shop/orders"));
    Files.writeString(own.resolve("shop/orders/1.csv"), "item,price\ntea,2\npie,3\ntea,5\nash,0\n");
    Result refreshed = run(refresh);
    Result query =
        run(
            "query",
            "--lake",
            own.toString(),
            "--pipeline",
            pipeline.toString(),
            "--format",
            "csv",
            "SELECT * FROM sums ORDER BY item");

    assertThat(tooEarly.exitCode).isNotZero();
    assertThat(tooEarly.err)
        .contains("Cannot read s3://shop/orders: its files belong into a folder of ")
        .contains(own.resolve("shop").toString());
    assertThat(refreshed.err).isEmpty();
    assertThat(refreshed.exitCode).isZero();
    assertThat(query.out).isEqualToNormalizingNewlines("item,sum\npie,3\ntea,7\n");
    assertThat(
            run("report", "--text", "--lake", own.toString(), "--pipeline", pipeline.toString())
                .out)
        .containsPattern("sums +sold\\.priced +price > 0 +drop row +3 +1 +75");
    assertThat(run("validate", pipeline.toString()).out)
        .contains("  expects sold.priced: price > 0, else drop row")
        .contains("sums  materialized view; drops rows on sold.priced");
  }

  @Test
  void queriesTablesByName() throws IOException {
    Result json =
        run("query", "--lake", lake, "--format", "json", "SELECT count(*) AS n FROM bronze");
    assertThat(json.exitCode).isZero();
    JsonNode rows = JSON.readTree(json.out);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("n").longValue()).isEqualTo(120);
  }

  @Test
  void queriesTablesAsTheyWere() {
    Result csv =
        run(
            "query",
            "--lake",
            lake,
            "--format",
            "csv",
            "SELECT sum(posts) AS posts, 'a \"b\", c' AS t, '' AS e, NULL AS n"
                + " FROM languages VERSION AS OF 0");
    assertThat(csv.out).isEqualTo("posts,t,e,n\r\n120,\"a \"\"b\"\", c\",\"\",\r\n");
  }

  @Test
  void saysWhatAQueryNamesThatIsNotThere() {
    assertThat(run("query", "--lake", lake, "SELECT id,\n lng FROM silver").err)
        .isEqualTo("2:2: Unknown column lng; did you mean lang?\n");
    assertThat(run("query", "--lake", lake, "SELECT lng FROM silver VERSION AS OF 0").err)
        .isEqualTo("1:8: Unknown column lng; did you mean lang?\n");
    Result unknown = run("query", "--lake", lake, "SELECT id FROM sliver");
    assertThat(unknown.exitCode).isEqualTo(1);
    assertThat(unknown.err).isEqualTo("1:16: Unknown table sliver; did you mean silver?\n");
    assertThat(run("query", "--lake", lake, "SELECT id FROM silver WHERE lang RLIKE 'e'").err)
        .startsWith("1:34: Cannot read the query at RLIKE; queries are in DuckDB's SQL")
        .endsWith("write regexp_matches(text, 'pattern')\n");
  }

  @Test
  void namesTheVersionsThatAreThere() {
    Result result = run("query", "--lake", lake, "SELECT * FROM silver VERSION AS OF 7");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("7").doesNotContain("\tat ");
  }

  @Test
  void refusesStatementsThatWriteAndFilesOfOthers() throws IOException {
    Result write =
        run("query", "--lake", lake, "COPY (SELECT 1) TO '" + folder.resolve("x.csv") + "'");
    assertThat(write.exitCode).isEqualTo(1);
    assertThat(folder.resolve("x.csv")).doesNotExist();
    Path secret = Files.writeString(folder.resolve("secret.txt"), "not for queries");
    Result read = run("query", "--lake", lake, "SELECT * FROM read_text('" + secret + "')");
    assertThat(read.exitCode).isEqualTo(1);
    assertThat(read.out).doesNotContain("not for queries");
    assertThat(read.err).contains("disabled").doesNotContain("\tat ");
  }

  @Test
  void buildsTablesAnewWithAllThatReadThem() throws IOException {
    String copy = copyOfLake("refreshed").toString();
    String sum = "SELECT sum(posts) FROM languages";
    String before = run("query", "--lake", copy, "--format", "csv", sum).out;

    Result result = run("refresh", "--lake", copy, "silver", "languages");

    assertThat(result.exitCode).as(result.err).isZero();
    assertThat(result.out)
        .contains("Building anew: silver, languages, sentiment")
        .contains("silver version 1: ");
    assertThat(run("query", "--lake", copy, "--format", "csv", sum).out).isEqualTo(before);
  }

  @Test
  void forgetsPostsForGood() throws IOException {
    String copy = copyOfLake("forgetting").toString();
    String someId =
        run("query", "--lake", copy, "--format", "csv", "SELECT min(id) FROM silver").out;
    String id = someId.lines().skip(1).findFirst().orElseThrow();

    Result result = run("forget", "--lake", copy, id);

    assertThat(result.exitCode).as(result.err).isZero();
    assertThat(result.out)
        .containsPattern("bronze +1 ")
        .containsPattern("sentiment +1 ")
        .contains("1 lines of 1 landing files written anew")
        .contains("Left as they are: languages");
    run("refresh", "--lake", copy, "--all");
    String count = "SELECT count(*) FROM bronze WHERE id = " + id;
    assertThat(run("query", "--lake", copy, "--format", "csv", count).out).endsWith("\r\n0\r\n");
    Result again = run("forget", "--lake", copy, "--from-notices");
    assertThat(again.exitCode).as(again.err).isZero();
    assertThat(again.out).containsPattern("bronze +0 ");
    assertThat(run("forget", "--lake", copy).err).startsWith("Cannot forget nothing");
    assertThat(run("forget", "--lake", copy, "this one").err).startsWith("'this one' is no post");
  }

  private static Path copyOfLake(String name) throws IOException {
    Path to = folder.resolve(name);
    copy(Path.of(lake), to);
    return to;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()), COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void tellsWhichTableThereIsNoneOfToBuildAnew() {
    Result result = run("refresh", "--lake", lake, "sliver");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("sliver").doesNotContain("\tat ");
  }

  @Test
  void listsVersions() {
    Result result = run("history", "--lake", lake, "silver");
    assertThat(result.exitCode).isZero();
    assertThat(result.out.lines()).hasSize(2);
    assertThat(result.out).contains("STREAMING UPDATE", "120");
  }

  @Test
  void findsNothingWrongWithItsOwnTables() {
    for (String table : new String[] {"bronze", "silver", "languages", "sentiment"}) {
      Result result = run("check", "--lake", lake, table);
      assertThat(result.out).contains(table + " at version 0: 1 files").contains("0 problems");
      assertThat(result.exitCode).isZero();
    }
  }

  @Test
  void invokesAFunctionWithAnEvent() throws IOException {
    Path event = folder.resolve("event.json");
    Files.writeString(
        event,
        """
        {"Records": [{"messageId": "m1", "eventSource": "aws:sqs", "body": "{\\"sweep\\": true}"},
                     {"messageId": "m2", "eventSource": "aws:sqs", "body": "what is this"}]}
        """);
    Result result = run("invoke", "--lake", lake, "bronze", event.toString());
    assertThat(result.exitCode).isZero();
    assertThat(JSON.readTree(result.out).path("batchItemFailures"))
        .singleElement()
        .satisfies(failure -> assertThat(failure.path("itemIdentifier").asText()).isEqualTo("m2"));
  }

  @Test
  void namesTheFunctionsThatAreThere() throws IOException {
    Path event = Files.writeString(folder.resolve("empty.json"), "{}");
    Result result = run("invoke", "--lake", lake, "platinum", event.toString());
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err)
        .isEqualToIgnoringNewLines(
            "Cannot find function platinum: the pipeline has functions for"
                + " bronze, silver, languages, sentiment");
  }

  @Test
  void validatesTheProjectsPipeline() {
    Result result = run("validate");
    assertThat(result.exitCode).isZero();
    assertThat(result.out)
        .contains("bronze (streaming table, function bronze)")
        .contains("silver (streaming table, function silver)")
        .contains("languages (streaming table, function gold)")
        .contains("sentiment (streaming table, function scorer)")
        .contains("Valid: 4 tables");
  }

  @Test
  void namesThePlaceOfAMistake() throws IOException {
    Path file = folder.resolve("broken.sql");
    Files.writeString(
        file, "CREATE OR REFRESH STREAMING TABLE a\nAS SELECT * FROM STREAM(LIVE.nowhere);\n");
    Result result = run("validate", file.toString());
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("broken.sql:2:").contains("nowhere").doesNotContain("\tat ");
  }

  @Test
  void checksColumnsAgainstWhatALakeHasRead() throws IOException {
    Path file = folder.resolve("inferred.sql");
    Files.writeString(
        file,
        """
        CREATE STREAMING TABLE bronze AS SELECT *, later AS l FROM STREAM read_files('s3://landing/posts/');
        CREATE STREAMING TABLE texts AS SELECT id, txt FROM STREAM bronze;
        """);
    assertThat(run("validate", file.toString()).exitCode).isZero();

    Result result = run("validate", file.toString(), "--lake", lake);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err.lines())
        .singleElement()
        .asString()
        .contains("inferred.sql:2:44: Unknown column txt of bronze; did you mean text?");
    assertThat(run("explain", "texts", "--pipeline", file.toString(), "--lake", lake).err)
        .isEqualTo(result.err);
    assertThat(run("validate", "--lake", lake).exitCode).isZero();
    assertThat(run("validate", "--lake", "nowhere").err).contains("There is no lake in nowhere");
  }

  @Test
  void explainsATable() {
    Result result = run("explain", "languages");
    assertThat(result.exitCode).isZero();
    assertThat(result.out).contains("function gold", "GROUP BY lang", "__stored");
  }

  @Test
  void generatesTheShippedPosts() throws IOException {
    Path file = folder.resolve("shipped.ndjson.gz");
    assertThat(run("generate", "--posts", "50", "-o", file.toString()).exitCode).isZero();
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(in.readAllBytes()).isEqualTo(PostGenerator.shipped().bytes(50));
    }
  }

  @Test
  void scoresTexts() {
    Result result = run("score", "What a wonderful day, I love it!", "This is terrible.");
    assertThat(result.exitCode).isZero();
    assertThat(result.out.lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("POS"), line -> assertThat(line).startsWith("NEG"));
  }

  @Test
  void saysWhichInputIsMissing() {
    Result result = run("demo", "--lake", lake, "--input", "no-such-file.json");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err)
        .isEqualToIgnoringNewLines(
            "Cannot read posts: there is no readable file no-such-file.json");
  }

  @Test
  void saysThatThereIsNoLake() {
    Result result = run("history", "--lake", folder.resolve("nowhere").toString(), "silver");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("There is no lake in ").contains("./tweetlake demo --lake");
  }

  @Test
  void maintainsAllTables() {
    Result result = run("maintain", "--lake", lake);
    assertThat(result.exitCode).isZero();
    assertThat(result.out.lines().skip(1).map(line -> line.split(" ", -1)[0]))
        .containsExactly("bronze", "silver", "languages", "sentiment");
    assertThat(run("query", "--lake", lake, "SELECT count(*) FROM bronze").out).contains("120");
  }

  @Test
  void listsWhatMaintenanceWouldDeleteAndWhy() throws IOException {
    Path copy = copyOfLake("with garbage");
    Path bronze = copy.resolve("lake/tables/bronze");
    Path abandoned = Files.writeString(bronze.resolve("aban doned.parquet"), "garbage");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));

    Result dryRun = run("maintain", "--lake", copy.toString(), "--dry-run");

    assertThat(dryRun.exitCode).as(dryRun.err).isZero();
    assertThat(dryRun.out.lines())
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("table"),
            line ->
                assertThat(line)
                    .contains("bronze", " 7 ", "2021-01-01T00:00:00Z", "in no version")
                    .endsWith("tables/bronze/aban doned.parquet"),
            sum -> assertThat(sum).isEqualTo("1 files of 7 bytes would be deleted."));
    assertThat(abandoned).exists();
    assertThat(run("maintain", "--lake", copy.toString(), "bronze").exitCode).isZero();
    assertThat(abandoned).doesNotExist();
    assertThat(run("maintain", "--lake", copy.toString(), "--dry-run").out)
        .isEqualToIgnoringNewLines("0 files of 0 bytes would be deleted.");
  }

  @Test
  void saysWithItsExitCodeThatATableIsDamaged() throws IOException {
    Path copy = copyOfLake("damaged");
    try (Stream<Path> files = Files.list(copy.resolve("lake/tables/bronze"))) {
      Path data = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      Files.delete(data);
      Result result = run("check", "--lake", copy.toString(), "bronze");
      assertThat(result.exitCode).isEqualTo(1);
      assertThat(result.err)
          .isEqualToIgnoringNewLines(data.getFileName() + ": the store has no such object");
      assertThat(result.out).contains("1 problems");
    }
  }

  @Test
  void writesTheLakeAsOneFileThatCanBeMailed() throws IOException {
    Path page = folder.resolve("page.html");

    Result result = run("report", "--lake", lake, "-o", page.toString());

    assertThat(result.exitCode).as(result.err).isZero();
    assertThat(result.out).contains("The page is in " + page);
    assertThat(Files.size(page)).isLessThan(2_000_000);
    String html = Files.readString(page);
    assertThat(html).startsWith("<!").doesNotContainPattern("(src|href)=\"https?:");
    JsonNode data = JSON.readTree(html.split("id=\"data\">")[1].split("</script>")[0]);
    assertThat(data.path("tables").findValuesAsText("name"))
        .containsExactly("bronze", "silver", "languages", "sentiment");
    assertThat(data.path("tables").get(0).path("sample").path("rows")).hasSize(100);
    assertThat(data.path("runs").path("tasks").get(0).asText()).isEqualTo("ingest");
    assertThat(data.path("runs").at("/columns/0/tasks/ingest/files").asInt()).isEqualTo(1);
  }

  @Test
  void servesThePageUntilInterrupted() throws Exception {
    StringWriter out = new StringWriter();
    AtomicInteger exitCode = new AtomicInteger(-1);
    Thread serving =
        new Thread(
            () ->
                exitCode.set(
                    Tweetlake.run(
                        new PrintWriter(out),
                        new PrintWriter(Writer.nullWriter()),
                        "serve",
                        "--lake",
                        lake)));
    serving.start();
    Pattern line = Pattern.compile("The page of my lake: (http://127\\.0\\.0\\.1:\\d+/)");
    Matcher address = line.matcher("");
    while (!address.reset(out.toString()).find()) {
      assertThat(serving.isAlive()).as("is serving").isTrue();
      Thread.onSpinWait();
    }
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.group(1))).build(),
                BodyHandlers.ofString());
    assertThat(page.body()).contains("<title>Tweetlake</title>");

    serving.interrupt();
    serving.join();
    assertThat(exitCode).hasValue(0);
  }

  @Test
  void saysWhichCommandsReadALakeOnS3() {
    Result result = run("history", "--lake", "s3://some-bucket", "silver");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err)
        .contains("Cannot work on s3://some-bucket", "serve, report and query read lakes on S3");
  }

  @Test
  void showsLakesOnS3() throws Exception {
    Path buckets = folder.resolve("buckets");
    try (FolderS3 s3 = FolderS3.start(buckets, List.of("company"))) {
      Path tables = Path.of(lake, "lake", "tables");
      copy(tables, buckets.resolve("company/data/tweets/tables"));
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL", s3.endpoint().toString(),
              "AWS_REGION", "us-east-1",
              "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
              "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey());
      Path page = folder.resolve("from-s3.html");

      assertThat(
              process(
                  environment,
                  "report",
                  "--lake=s3://company/data/tweets",
                  "--landing=inbox",
                  "-o",
                  page.toString()))
          .isZero();
      JsonNode data =
          JSON.readTree(Files.readString(page).split("id=\"data\">")[1].split("</script>")[0]);
      assertThat(data.path("lake").asText()).isEqualTo("s3://company/data/tweets");
      assertThat(data.at("/moods/total").asInt()).isPositive();
      assertThat(data.at("/lineage/nodes/0/path").asText()).isEqualTo("s3://inbox/posts/");

      assertThat(process(environment, "report", "--lake", "s3://company/elsewhere")).isEqualTo(1);
      assertThat(folder.resolve("process.txt"))
          .content()
          .contains("There is no lake in s3://company/elsewhere")
          .doesNotContain("\tat ");
    }
  }

  private static int process(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dtweetlake.root=" + System.getProperty("tweetlake.root", ".."),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Tweetlake.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("process.txt").toFile()));
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  @Test
  void helpsWithEveryCommand() {
    for (String command : Tweetlake.commands()) {
      Result result = run(command, "--help");
      assertThat(result.exitCode).as(command).isZero();
      assertThat(result.out).contains("Usage: tweetlake " + command);
    }
  }

  @Test
  void sumsEveryCommandUpInASentence() {
    String help = run("--help").out;
    String listed = help.substring(help.indexOf("Commands:"), help.indexOf("\n\ntweetlake "));
    assertThat(listed.replaceAll("\n {4,}", " ").lines().skip(1))
        .hasSameSizeAs(Tweetlake.commands())
        .allMatch(line -> line.endsWith("."));
  }

  @Test
  void listsTheExitCodesOfAnIngest() {
    assertThat(run("ingest", "--help").out)
        .containsSubsequence("Exit codes:", "2", "75", "another run reads the same source");
    assertThat(run("demo", "--help").out).doesNotContain("Exit codes:");
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Tweetlake.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  private record Result(int exitCode, String out, String err) {}
}
