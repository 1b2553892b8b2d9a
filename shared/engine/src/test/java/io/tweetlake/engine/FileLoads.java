package io.tweetlake.engine;

import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine and a workspace of it, in which tests load files as an update does. */
final class FileLoads implements AutoCloseable {
  static final StructType NO_TABLE = new StructType(List.of());

  private final Engine engine;
  private final Workspace workspace;
  private final Path folder;

  private FileLoads(Engine engine, Path folder) {
    this.engine = engine;
    this.workspace = engine.newWorkspace();
    this.folder = folder;
  }

  /** With one thread, and so much memory for DuckDB. */
  static FileLoads start(long memoryLimitBytes) {
    try {
      Path folder = Files.createTempDirectory("loads-");
      EngineOptions options = new EngineOptions(1, memoryLimitBytes, folder);
      return new FileLoads(Engine.open(options, (name, texts) -> List.of()), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace workspace() {
    return workspace;
  }

  /** Makes files readable as the relation {@code files}; gives its columns. */
  StructType bind(String format, Map<String, String> options, StructType table, Path... files) {
    Map<Path, String> uris = new LinkedHashMap<>();
    for (Path file : files) {
      uris.put(file, uri(file));
    }
    return bindAs(format, options, table, uris);
  }

  /** Makes files, each with what it is called, readable as the relation {@code files}. */
  StructType bindAs(
      String format, Map<String, String> options, StructType table, Map<Path, String> uris) {
    List<InputFile> inputs = new ArrayList<>();
    uris.forEach((file, uri) -> inputs.add(new InputFile(file, uri, size(file), Instant.EPOCH)));
    return workspace.bindFiles("files", inputs, format, options, table);
  }

  static String uri(Path file) {
    return "mem://" + file.getFileName();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the files' rows into a table, and makes what was written readable as the relation {@code
   * written}.
   *
   * @return the table's columns after it
   */
  StructType write(StructType table) {
    return write("files", table);
  }

  /** Writes what was written once more, as a table downstream does. */
  StructType rewrite(StructType table) {
    return write("written", table);
  }

  private StructType write(String relation, StructType table) {
    WriteResult result =
        workspace.write(
            new WriteRequest(
                "SELECT * FROM " + relation,
                List.of(),
                Optional.of(table),
                List.of(),
                workspace.newFolder()));
    workspace.bindParquet(
        "written",
        result.files().stream().map(ParquetFile::localPath).toList(),
        result.files().stream().map(ParquetFile::partitionValues).toList(),
        result.schema(),
        List.of());
    return result.schema();
  }

  /** The rows of those files, each as a list of JSON values. */
  List<String> load(String format, Map<String, String> options, StructType table, Path... files) {
    bind(format, options, table, files);
    return rows("SELECT * FROM files");
  }

  /** The rows of a query, each as a list of JSON values. */
  List<String> rows(String sql) {
    return workspace.query(sql, 100_000).rows().stream()
        .map(row -> row.stream().map(QueryResult.Value::json).toList().toString())
        .toList();
  }

  /** The one file that the relation {@code files} makes in a new table. */
  Path writtenFile() {
    return workspace
        .write(
            new WriteRequest(
                "SELECT * EXCLUDE (_rescued_data) FROM files",
                List.of(),
                Optional.empty(),
                List.of(),
                workspace.newFolder()))
        .files()
        .get(0)
        .localPath();
  }

  /** The rows that were written, each as a JSON object. */
  List<String> written() {
    return workspace
        .query("SELECT to_json(%s) FROM written AS %s".formatted(Sql.ROW, Sql.ROW), 100_000)
        .rows()
        .stream()
        .map(row -> row.get(0).json())
        .toList();
  }

  @Override
  public void close() {
    workspace.close();
    engine.close();
    try {
      // DuckDB leaves the folder for what does not fit its memory, empty
      Files.deleteIfExists(folder.resolve("spill"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
