package io.tweetlake.delta;

import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Merges files of {@link TestRows}. */
final class ParquetMerger implements FileMerger {
  @Override
  public String merge(
      List<Path> sources,
      StructType schema,
      List<String> partitionColumns,
      Map<String, String> partitionValues,
      Path target) {
    List<Long> ids = new ArrayList<>();
    for (Path source : sources) {
      ids.addAll(TestRows.ids(source));
    }
    try {
      Files.write(target, TestRows.parquet(ids));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TestRows.stats(ids);
  }
}
