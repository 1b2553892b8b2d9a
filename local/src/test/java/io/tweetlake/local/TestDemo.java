package io.tweetlake.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.engine.QueryResult;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.report.LakeReport;
import io.tweetlake.sql.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A demo on a lake folder, as tests use it. */
final class TestDemo implements AutoCloseable {
  private final LocalLake lake;
  private final Demo demo;

  private TestDemo(LocalLake lake, Demo demo) {
    this.lake = lake;
    this.demo = demo;
  }

  static TestDemo start(Path folder) {
    LocalLake lake = LocalLake.open(folder.resolve("lake"));
    Pipeline pipeline =
        PipelineFolder.load(
            Path.of(System.getProperty("tweetlake.root", "..")).resolve("pipeline"));
    return new TestDemo(lake, Demo.start(pipeline, lake, folder.resolve("scratch"), metrics -> {}));
  }

  LocalLake lake() {
    return lake;
  }

  Demo demo() {
    return demo;
  }

  IngestReport ingest(byte[] lines) throws InterruptedException {
    return demo.ingest(List.of(input(lines)), IngestListener.NONE);
  }

  LakeReport awaitComplete() throws InterruptedException {
    LakeReport report = demo.awaitUpToDate();
    assertThat(demo.failures()).isEmpty();
    assertThat(demo.isComplete(report)).isTrue();
    return report;
  }

  /** The first column's text by the others' text. */
  List<List<String>> rows(String sql) {
    return demo.tables().query(sql, 100_000).rows().stream()
        .map(row -> row.stream().map(value -> value.text().orElse("NULL")).toList())
        .toList();
  }

  long count(String sql) {
    QueryResult result = demo.tables().query(sql, 1);
    return Long.parseLong(result.rows().get(0).get(0).text().orElseThrow());
  }

  /** Every file below the lake's folder, with its size and time. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(lake.folder())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            lake.folder().relativize(path).toString(),
            Files.size(path) + " bytes of " + Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  @Override
  public void close() {
    demo.close();
    lake.close();
  }

  static ReplayInput input(byte[] lines) {
    return new ReplayInput() {
      @Override
      public String name() {
        return "test posts";
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(lines);
      }
    };
  }
}
