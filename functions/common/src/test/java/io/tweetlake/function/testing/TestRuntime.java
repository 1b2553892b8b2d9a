package io.tweetlake.function.testing;

import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.function.FunctionRuntime;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A pipeline's runtime over two buckets of an S3 server in this JVM, without a model. */
public final class TestRuntime implements AutoCloseable {
  private static final LakeLayout LAYOUT = new LakeLayout("landing", "lake");
  private static final long ENGINE_MEMORY_BYTES = 256L << 20;
  private static final long MAX_BYTES_PER_COMMIT = 1L << 30;

  private final EmbeddedS3 s3;
  private final FunctionRuntime runtime;

  private TestRuntime(EmbeddedS3 s3, FunctionRuntime runtime) {
    this.s3 = s3;
    this.runtime = runtime;
  }

  public static TestRuntime start(Path directory, String sql) {
    EmbeddedS3 s3 =
        EmbeddedS3.start(directory.resolve("s3"), LAYOUT.landingBucket(), LAYOUT.lakeBucket());
    Engine engine =
        Engine.open(
            new EngineOptions(1, ENGINE_MEMORY_BYTES, directory.resolve("scratch"))
                .withTextFunctions(DuckDbFunctions.all())
                .withInitialStatements(DuckDbMacros.statements()),
            (name, texts) -> {
              throw new IllegalStateException("No model " + name);
            });
    Pipeline pipeline =
        Pipeline.load(
            List.of(new SqlFile("test.sql", sql)), Map.of("landing", LAYOUT.landingBucket()));
    return new TestRuntime(
        s3,
        new FunctionRuntime(
            pipeline, LAYOUT, s3.store(), engine, metrics -> {}, MAX_BYTES_PER_COMMIT));
  }

  public FunctionRuntime runtime() {
    return runtime;
  }

  public ObjectStore store() {
    return s3.store();
  }

  /** Puts a gz file of lines into the landing bucket. */
  public void land(String key, String... lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (String line : lines) {
        gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store().write(new ObjectPath(LAYOUT.landingBucket(), key), bytes.toByteArray(), Map.of());
  }

  @Override
  public void close() {
    runtime.engine().close();
    s3.close();
  }
}
