package io.tweetlake.local;

import io.tweetlake.engine.EngineOptions;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import java.nio.file.Path;

/** Opens a local lake's tables for queries. */
public final class LocalTables {
  private static final long MEMORY_BYTES = 256L << 20;

  private LocalTables() {}

  public static LakeTables open(LocalLake lake, Pipeline pipeline, Path scratchFolder) {
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    return new LakeTables(
        pipeline,
        lake.layout(),
        lake.store(),
        new EngineOptions(threads, MEMORY_BYTES, scratchFolder));
  }
}
