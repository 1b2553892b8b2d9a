package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.EngineOptions;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.nio.file.Path;
import java.util.Optional;

/** A lake to be looked at: a folder of this machine, or a bucket or prefix on S3. */
public final class ReadableLake implements AutoCloseable {
  private static final long MEMORY_BYTES = 256L << 20;

  private final String name;
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Runnable onClose;

  private ReadableLake(String name, LakeLayout layout, ObjectStore store, Runnable onClose) {
    this.name = requireNonNull(name, "name is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
    this.onClose = requireNonNull(onClose, "onClose is null");
  }

  /** A local lake, which is closed with this. */
  public static ReadableLake of(LocalLake lake) {
    return new ReadableLake(
        lake.folder().getFileName().toString(), lake.layout(), lake.store(), lake::close);
  }

  /**
   * A lake on S3.
   *
   * @param root under which {@code tables/} lies
   * @param landingBucket the bucket that the pipeline's {@code ${landing}} stands for
   * @throws UserException where there is no table
   */
  public static ReadableLake onS3(ObjectPath root, String landingBucket, S3Settings settings) {
    ObjectStore store = S3ObjectStore.create(settings);
    LakeLayout layout = new LakeLayout(landingBucket, root);
    try {
      ObjectPath tables = root.resolve(LakeLayout.TABLES);
      if (!store.list(tables, Optional.empty()).hasNext()) {
        throw new UserException(
            "There is no lake in %s: nothing lies under %s".formatted(root, tables));
      }
      return new ReadableLake(root.uri(), layout, store, store::close);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** What to call it. */
  public String name() {
    return name;
  }

  public LakeLayout layout() {
    return layout;
  }

  public ObjectStore store() {
    return store;
  }

  /**
   * Opens the tables for queries.
   *
   * @param scratchFolder for copies of the tables' files, and for rows that do not fit into memory
   */
  public LakeTables openTables(Pipeline pipeline, Path scratchFolder) {
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    return new LakeTables(
        pipeline, layout, store, new EngineOptions(threads, MEMORY_BYTES, scratchFolder));
  }

  @Override
  public void close() {
    onClose.run();
  }
}
