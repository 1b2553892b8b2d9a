package io.tweetlake.flow;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.DuckDbFunctions;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Two buckets of an S3 server in this JVM, and an engine, for tests of updates. */
final class TestLake implements AutoCloseable {
  static final LakeLayout LAYOUT = new LakeLayout("landing", "lake");
  // it is for all tests of a run, which may take long where others use the machine
  static final Budget PLENTY = Budget.of(1L << 30, Duration.ofHours(2));

  private final EmbeddedS3 s3;
  private final Engine engine;
  private final List<UpdateMetrics> committed = Collections.synchronizedList(new ArrayList<>());

  TestLake() {
    this.s3 = EmbeddedS3.start(LAYOUT.landingBucket(), LAYOUT.lakeBucket());
    this.engine =
        Engine.open(
            new EngineOptions(1, 256L << 20, s3.directory().resolve("scratch"))
                .withTextFunctions(DuckDbFunctions.all())
                .withInitialStatements(DuckDbMacros.statements()),
            (name, texts) -> {
              throw new IllegalStateException("No model " + name);
            });
  }

  static Pipeline pipeline(String sql) {
    return Pipeline.load(
        List.of(new SqlFile("test.sql", sql)), Map.of("landing", LAYOUT.landingBucket()));
  }

  EmbeddedS3 s3() {
    return s3;
  }

  ObjectStore store() {
    return s3.store();
  }

  Engine engine() {
    return engine;
  }

  List<UpdateMetrics> committed() {
    return List.copyOf(committed);
  }

  Updater updater(String sql) {
    return updater(sql, s3.store());
  }

  Updater updater(String sql, ObjectStore through) {
    return new Updater(pipeline(sql), LAYOUT, through, engine, committed::add);
  }

  /** Puts a gz file of lines under the landing bucket. */
  ObjectPath land(String key, String... lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (String line : lines) {
        gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return landBytes(key, bytes.toByteArray());
  }

  ObjectPath landBytes(String key, byte[] body) {
    ObjectPath path = new ObjectPath(LAYOUT.landingBucket(), key);
    store().write(path, body, Map.of());
    return path;
  }

  static Wakeup files(ObjectPath... files) {
    return Wakeup.of(Set.of(files));
  }

  /** A wake-up by a commit of an upstream table. */
  static Wakeup upstream() {
    return Wakeup.of(Set.of());
  }

  DeltaTable delta(String table) {
    return DeltaTable.at(store(), LAYOUT.table(table));
  }

  Commit latest(String table) {
    return delta(table).history(1).get(0);
  }

  Path folder(String table) {
    return s3.directory().resolve(LAYOUT.lakeBucket()).resolve(LakeLayout.TABLES + table);
  }

  boolean exists(String table) {
    return Files.exists(folder(table).resolve("_delta_log"));
  }

  KernelTable kernel(String table) {
    return KernelTable.read(store(), LAYOUT.table(table));
  }

  /** One column of a table as Kernel reads it, in order of its values. */
  List<Object> column(String table, String column) {
    return kernel(table).rows().stream().map(row -> row.get(column)).sorted().toList();
  }

  /**
   * Rows as texts, their values parted by spaces, by DuckDB over tables' files.
   *
   * @param tables that the query reads
   */
  List<String> query(List<String> tables, String sql) {
    try (Workspace workspace = engine.newWorkspace()) {
      for (String table : tables) {
        Snapshot snapshot = delta(table).snapshot().orElseThrow();
        workspace.bindParquet(
            table,
            snapshot.files().stream().map(file -> folder(table).resolve(file.path())).toList(),
            snapshot.files().stream().map(DataFile::partitionValues).toList(),
            snapshot.schema(),
            List.of());
      }
      return workspace.query(sql, Integer.MAX_VALUE).rows().stream()
          .map(
              row ->
                  String.join(" ", row.stream().map(value -> value.text().orElse("NULL")).toList()))
          .toList();
    }
  }

  /** Data files that lie in a table's folder, in the table or not. */
  long dataFiles(String table) {
    try (Stream<Path> files = Files.list(folder(table))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String post(long id, String lang) {
    return "{\"id\":%d,\"lang\":\"%s\",\"text\":\"post %d\"}".formatted(id, lang, id);
  }

  static String[] posts(String lang, long... ids) {
    return Arrays.stream(ids)
        .mapToObj(id -> post(id, lang))
        .collect(Collectors.toList())
        .toArray(String[]::new);
  }

  @Override
  public void close() {
    engine.close();
    s3.close();
  }
}
