package io.tweetlake.engine.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.ParquetRows;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetProjectionTest {
  /** Of so many columns that they are written in several row groups. */
  private static final int ROWS = 25_000;

  private static final String ROW =
      "SELECT i AS id, 'l' || i % 5 AS lang, "
          + IntStream.range(0, 70)
              .mapToObj(n -> "i * %d AS n%d".formatted(n, n))
              .collect(Collectors.joining(", "))
          + ", CASE WHEN i % 7 > 0 THEN {'id': i + 1, 'name': 'n' || i, 'place': {'city': i::VARCHAR,"
          + " 'lands': [{'a': i, 'b': 'x'}]}} END AS \"user\", [{'text': 't' || i, 'at': i}] AS tags"
          + " FROM range(25000) AS r(i)";

  private static final String QUERY =
      "SELECT id, lang, \"user\".name, \"user\".place.lands, list_transform(tags, lambda t: t.text)"
          + " AS texts, n69 FROM posts WHERE lang = 'l3'";

  @TempDir Path folder;
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

  @Test
  void readsAsTheWholeFileDoes() throws IOException {
    WriteResult written = write();
    Path whole = written.files().get(0).localPath();
    ColumnSelection columns = workspace.columnsRead(QUERY, List.of());
    ParquetProjection projection = ParquetProjection.of(footer(whole), columns).orElseThrow();
    Path part = copy(whole, projection);

    assertThat(projection.parts().stream().mapToLong(ParquetProjection.Part::sizeBytes).sum())
        .isLessThan(Files.size(whole) / 2);
    bind(part, columns.of(written.schema()));
    List<List<QueryResult.Value>> rows = workspace.query(QUERY + " ORDER BY id", ROWS).rows();
    bind(whole, written.schema());
    assertThat(rows).hasSize(ROWS / 5);
    assertThat(rows).isEqualTo(workspace.query(QUERY + " ORDER BY id", ROWS).rows());
  }

  @Test
  void readsInParquetJavaTooWithTheSelectedColumnsOnly() throws IOException {
    Path whole = write().files().get(0).localPath();
    ColumnSelection columns = workspace.columnsRead(QUERY, List.of());
    Path part = copy(whole, ParquetProjection.of(footer(whole), columns).orElseThrow());

    List<Group> rows = ParquetRows.read(part);
    assertThat(rows).hasSize(ROWS);
    assertThat(rows.get(0).getType().getFields())
        .extracting(field -> field.getName())
        .containsExactly("id", "lang", "n69", "user", "tags");
    Group last = rows.get(ROWS - 1);
    assertThat(last.getLong("n69", 0)).isEqualTo((ROWS - 1) * 69L);
    assertThat(last.getGroup("user", 0).getType().getFieldCount()).isEqualTo(2);
    assertThat(last.getGroup("user", 0).getString("name", 0)).isEqualTo("n24999");
    assertThat(rows.get(7).getFieldRepetitionCount("user")).isZero();
  }

  @Test
  void keepsNothingThatIsNotSelectedOfAFileWithoutTheColumns() throws IOException {
    Path whole = write().files().get(0).localPath();
    assertThat(
            ParquetProjection.of(
                footer(whole), workspace.columnsRead("SELECT other FROM posts", List.of())))
        .isEmpty();
  }

  @Test
  void takesNoCutFooterForAFooter() throws IOException {
    byte[] footer = footer(write().files().get(0).localPath());
    ColumnSelection columns = workspace.columnsRead(QUERY, List.of());
    for (int length = 0; length < footer.length; length += 97) {
      assertThat(ParquetProjection.of(Arrays.copyOf(footer, length), columns))
          .as("%d of %d bytes", length, footer.length)
          .isEmpty();
    }
    assertThat(ParquetProjection.footerBytes(new byte[] {1, 0, 0, 0, 'P', 'A', 'R', 'E'}))
        .isEmpty();
  }

  private WriteResult write() {
    return workspace.write(
        new WriteRequest(ROW, List.of(), Optional.empty(), List.of(), workspace.newFolder()));
  }

  private void bind(Path file, StructType schema) {
    workspace.bindParquet("posts", List.of(file), List.of(Map.of()), schema, List.of());
  }

  private static byte[] footer(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int end = all.length - ParquetProjection.TRAILER_BYTES;
    int length =
        ParquetProjection.footerBytes(Arrays.copyOfRange(all, end, all.length)).orElseThrow();
    return Arrays.copyOfRange(all, end - length, end);
  }

  /** A file with nothing but zeros where nothing is selected. */
  private Path copy(Path whole, ParquetProjection projection) throws IOException {
    byte[] all = Files.readAllBytes(whole);
    Path copy = folder.resolve("part.parquet");
    try (FileChannel out =
        FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long end = 0;
      for (ParquetProjection.Part part : projection.parts()) {
        out.write(
            ByteBuffer.wrap(all, (int) part.offsetBytes(), (int) part.sizeBytes()),
            part.offsetBytes());
        end = part.endBytes();
      }
      out.write(ByteBuffer.wrap(projection.footer()), end);
    }
    return copy;
  }
}
