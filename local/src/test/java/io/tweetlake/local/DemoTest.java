package io.tweetlake.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.store.ObjectPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void turnsPostsIntoTablesThatDeltaKernelAndParquetReadTheSame() throws Exception {
    byte[] lines = new PostGenerator(5, Mix.SAMPLE_STREAM).bytes(400);
    List<JsonNode> posts = posts(lines);
    Map<String, Long> byLanguage =
        posts.stream()
            .collect(
                Collectors.groupingBy(
                    post -> post.get("lang").asText(), TreeMap::new, Collectors.counting()));
    Map<Long, String> englishTexts =
        posts.stream()
            .filter(post -> post.get("lang").asText().equals("en"))
            .collect(
                Collectors.toMap(
                    post -> post.get("id").longValue(), post -> post.get("text").asText()));

    try (TestDemo demo = TestDemo.start(folder)) {
      IngestReport ingested = demo.ingest(lines);
      assertThat(ingested.posts()).isEqualTo(400);
      assertThat(ingested.rejectedCount()).isZero();
      LakeReport report = demo.awaitComplete();

      assertThat(table(report, "bronze").rows()).isEqualTo(400);
      TableNode silver = table(report, "silver");
      assertThat(silver.rowsIn()).isEqualTo(400);
      assertThat(silver.rowsWritten()).isEqualTo(englishTexts.size());
      assertThat(silver.rowsDropped()).isEqualTo(400 - englishTexts.size());
      assertThat(silver.expectations())
          .extracting(ExpectationCount::name, ExpectationCount::failed)
          .containsExactlyInAnyOrder(
              tuple("valid_language", 400L - englishTexts.size()), tuple("valid_id", 0L));
      assertThat(table(report, "sentiment").rows()).isEqualTo(englishTexts.size());
      assertThat(report.moods().orElseThrow().total()).isEqualTo(englishTexts.size());

      assertThat(kernelRows(demo, "languages"))
          .hasSize(byLanguage.size())
          .allSatisfy(
              row -> assertThat(row.get("posts")).isEqualTo(byLanguage.get(row.get("lang"))));
      assertThat(kernelRows(demo, "bronze"))
          .hasSize(400)
          .extracting(row -> row.get("id"))
          .doesNotHaveDuplicates();
      assertThat(kernelRows(demo, "sentiment"))
          .hasSize(englishTexts.size())
          .allSatisfy(
              row -> {
                assertThat(row.get("text")).isEqualTo(englishTexts.get(row.get("id")));
                assertThat(row.get("label")).isIn("POS", "NEU", "NEG");
                assertThat(
                        (Double) row.get("p_neg")
                            + (Double) row.get("p_neu")
                            + (Double) row.get("p_pos"))
                    .isBetween(0.99, 1.01);
              });
      assertThat(parquetIds(demo, "silver")).isEqualTo(englishTexts.keySet());
    }
  }

  @Test
  void changesNothingWhereTheSamePostsComeAgain() throws Exception {
    byte[] lines = new PostGenerator(6, Mix.SAMPLE_STREAM).bytes(60);
    Map<String, String> before;
    try (TestDemo demo = TestDemo.start(folder)) {
      demo.ingest(lines);
      demo.awaitComplete();
      before = demo.files();
    }
    try (TestDemo demo = TestDemo.start(folder)) {
      IngestReport again = demo.ingest(lines);
      LakeReport report = demo.awaitComplete();
      assertThat(again.files()).isZero();
      assertThat(again.filesThere()).isPositive();
      assertThat(report.tables()).allMatch(table -> table.version().orElseThrow() == 0);
      assertThat(demo.files()).isEqualTo(before);
    }
  }

  @Test
  void takesInWhatAnEarlierProcessLanded() throws Exception {
    byte[] lines = new PostGenerator(7, Mix.POSTS_ONLY).bytes(30);
    try (LocalLake lake = LocalLake.open(folder.resolve("lake"))) {
      lake.store()
          .write(new ObjectPath(LocalLake.LANDING_BUCKET, "posts/a b+é.ndjson"), lines, Map.of());
    }
    try (TestDemo demo = TestDemo.start(folder)) {
      LakeReport report = demo.awaitComplete();
      assertThat(table(report, "bronze").rows()).isEqualTo(30);
      assertThat(demo.count("SELECT sum(posts) FROM languages")).isEqualTo(30);
    }
  }

  @Test
  void givesUpOnADamagedFileAndLoadsItsNeighbours() throws Exception {
    try (TestDemo demo = TestDemo.start(folder)) {
      demo.lake()
          .store()
          .write(
              new ObjectPath(LocalLake.LANDING_BUCKET, "posts/damaged.ndjson.gz"),
              "this is no gzip".getBytes(UTF_8),
              Map.of());
      demo.ingest(new PostGenerator(8, Mix.POSTS_ONLY).bytes(30));
      LakeReport report = demo.demo().awaitUpToDate();

      assertThat(demo.demo().isComplete(report)).isFalse();
      TableFunction bronze = demo.demo().deployment().function("bronze");
      assertThat(bronze.deadLetters().bodies())
          .singleElement()
          .asString()
          .contains("damaged.ndjson.gz");
      assertThat(demo.demo().leftOut())
          .containsExactly(
              entry(
                  "bronze: s3://landing/posts/damaged.ndjson.gz",
                  "Cannot read s3://landing/posts/damaged.ndjson.gz: Not in GZIP format"));
      assertThat(table(report, "bronze").rows()).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"text\":\"hello\",\"lang\":\"en\"}",
        "{\"id\":1,\"text\":\"hello\",\"lang\":\"en\",\"geo\":null}",
        "{\"id\":\"1\",\"text\":\"hello\",\"lang\":\"en\"}",
        "{\"data\":{\"id\":\"1\",\"text\":\"hello\",\"lang\":\"en\"}}",
        "{\"id\":1,\"text\":\"hello\"}",
        "{\"text\":\"hello\",\"lang\":\"en\"}",
        "{\"id\":1,\"full_text\":\"hello\"}"
      })
  void takesInPostsThatLackWhatTheTablesReadAndFullOnesAfterThem(String post) throws Exception {
    String full =
        "{\"id\":2,\"text\":\"hello\",\"lang\":\"en\",\"geo\":{\"type\":\"Point\",\"coordinates\":[48.2,16.4]}}";
    try (TestDemo demo = TestDemo.start(folder)) {
      demo.ingest(post.getBytes(UTF_8));
      demo.awaitComplete();
      demo.ingest(full.getBytes(UTF_8));
      demo.awaitComplete();

      assertThat(demo.rows("SELECT id, geo.coordinates FROM bronze ORDER BY id DESC NULLS LAST"))
          .containsExactly(
              List.of("2", "[48.2, 16.4]"), List.of(post.contains("id") ? "1" : "NULL", "NULL"));
      boolean valid = post.contains("id") && post.contains("lang");
      assertThat(demo.count("SELECT count(label) FROM sentiment")).isEqualTo(valid ? 2 : 1);
      assertThat(demo.count("SELECT count(_rescued_data) FROM bronze")).isZero();
    }
  }

  @Test
  void countsRealPostsRight() throws Exception {
    Path file = RealPosts.file("v1/sample-stream-2021.jsonl.gz");
    try (TestDemo demo = TestDemo.start(folder)) {
      IngestReport ingested = demo.ingest(Files.readAllBytes(file));
      assertThat(ingested.posts()).isEqualTo(1_847);
      assertThat(ingested.noticeCount()).isEqualTo(629);
      LakeReport report = demo.awaitComplete();

      assertThat(table(report, "bronze").rows()).isEqualTo(1_847);
      TableNode silver = table(report, "silver");
      assertThat(silver.rows()).isEqualTo(577);
      assertThat(silver.expectations())
          .extracting(ExpectationCount::name, ExpectationCount::failed)
          .containsExactlyInAnyOrder(tuple("valid_language", 1_270L), tuple("valid_id", 0L));
      assertThat(demo.rows("SELECT count(*), sum(posts) FROM languages"))
          .containsExactly(List.of("35", "1847"));
      assertThat(table(report, "sentiment").rows()).isEqualTo(577);
      for (TableNode table : report.tables()) {
        assertThat(kernelRows(demo, table.name())).as(table.name()).hasSize((int) table.rows());
      }
    }
  }

  private static List<JsonNode> posts(byte[] lines) throws IOException {
    List<JsonNode> posts = new ArrayList<>();
    for (String line : new String(lines, UTF_8).split("\r\n")) {
      JsonNode json = MAPPER.readTree(line);
      if (json.has("text")) {
        posts.add(json);
      }
    }
    return posts;
  }

  private static TableNode table(LakeReport report, String name) {
    return report.tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Map<String, Object>> kernelRows(TestDemo demo, String table) {
    return KernelTable.read(demo.lake().store(), demo.lake().layout().table(table)).rows();
  }

  private static Set<Long> parquetIds(TestDemo demo, String table) throws IOException {
    Path tableFolder = demo.lake().file(demo.lake().layout().table(table));
    List<Path> files;
    try (Stream<Path> paths = Files.list(tableFolder)) {
      files = paths.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
    Set<Long> ids = new HashSet<>();
    for (Path file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        MessageType schema = reader.getFooter().getFileMetaData().getSchema();
        for (PageReadStore pages = reader.readNextRowGroup();
            pages != null;
            pages = reader.readNextRowGroup()) {
          RecordReader<Group> rows =
              new ColumnIOFactory()
                  .getColumnIO(schema)
                  .getRecordReader(pages, new GroupRecordConverter(schema));
          for (long i = 0; i < pages.getRowCount(); i++) {
            ids.add(rows.read().getLong("id", 0));
          }
        }
      }
    }
    return ids;
  }
}
