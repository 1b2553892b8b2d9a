package io.tweetlake.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.store.MemoryObjectStore;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnDownloadTest {
  private static final ObjectPath OBJECT = new ObjectPath("lake", "part.parquet");
  private static final String QUERY =
      "SELECT sum(id), max(\"user\".name), count(DISTINCT n) FROM t";

  @TempDir Path folder;
  private final ObjectStore store = new MemoryObjectStore();
  private final ColumnDownload download = new ColumnDownload(store);
  private Engine engine;
  private Workspace workspace;

  @BeforeEach
  void open() {
    engine =
        Engine.open(
            new EngineOptions(1, 256L << 20, folder.resolve("scratch")),
            (name, texts) -> List.of());
    workspace = engine.newWorkspace();
  }

  @AfterEach
  void close() {
    workspace.close();
    engine.close();
  }

  // the larger one, of 9 MB, has parts that lie in several pieces and on their borders
  @ParameterizedTest
  @ValueSource(ints = {1_000, 250_000})
  void bringsTheColumnsThatAreRead(int rows) throws Exception {
    WriteResult written = write(rows);
    ParquetFile file = written.files().get(0);
    ColumnSelection columns = workspace.columnsRead(QUERY, List.of());
    Path copy = folder.resolve("copy");
    download.download(OBJECT, file.sizeBytes(), columns, copy);

    assertThat(Files.size(copy)).isLessThan(file.sizeBytes());
    assertThat(columnsIn(copy)).containsExactly("id", "user", "n");
    assertThat(rowsOf(copy, columns, written))
        .isEqualTo(rowsOf(file.localPath(), columns, written));
  }

  @Test
  void bringsAllOfAFileWithoutThoseColumns() throws Exception {
    ParquetFile file = write(1_000).files().get(0);
    Path copy = folder.resolve("copy");
    download.download(
        OBJECT, file.sizeBytes(), workspace.columnsRead("SELECT other FROM t", List.of()), copy);
    assertThat(copy).hasSameBinaryContentAs(file.localPath());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100, 3 << 20})
  void leavesItToOthersToSayThatAFileIsNoParquet(int sizeBytes) {
    byte[] body = new byte[sizeBytes];
    store.write(OBJECT, body, Map.of());
    Path copy = folder.resolve("copy");
    download.download(OBJECT, sizeBytes, workspace.columnsRead(QUERY, List.of()), copy);
    assertThat(copy).hasBinaryContent(body);
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 3 << 20})
  void saysWhichObjectIsMissing(long sizeBytes) {
    ColumnSelection columns = workspace.columnsRead(QUERY, List.of());
    assertThatThrownBy(() -> download.download(OBJECT, sizeBytes, columns, folder.resolve("copy")))
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining("part.parquet");
  }

  private WriteResult write(int rows) {
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT i AS id, md5(i::VARCHAR) AS hash, {'id': i * 2, 'name': 'n' || hash(i)} AS"
                    + " \"user\", hash(i + 1) % 1000 AS n, md5('x' || i) AS other_hash"
                    + " FROM range(%d) AS r(i)".formatted(rows),
                List.of(),
                Optional.empty(),
                List.of(),
                workspace.newFolder()));
    store.upload(OBJECT, result.files().get(0).localPath(), Map.of());
    return result;
  }

  private List<String> columnsIn(Path file) {
    return workspace.columnsOf("SELECT * FROM read_parquet('" + file + "')").fieldNames();
  }

  private List<List<QueryResult.Value>> rowsOf(
      Path file, ColumnSelection columns, WriteResult written) {
    workspace.bindParquet(
        "t", List.of(file), List.of(Map.of()), columns.of(written.schema()), List.of());
    return workspace.query(QUERY, 1).rows();
  }
}
