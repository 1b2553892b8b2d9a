package io.tweetlake.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.testing.EmbeddedS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsPerCommitTest {
  @TempDir Path directory;

  @Test
  void staysTheSameAsTheLogGrows() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start(directory, "lake")) {
      CountingStore store = new CountingStore(s3.store());
      DeltaTable table = DeltaTable.at(store, new ObjectPath("lake", "tables/long"));
      append(table, 0);
      List<Map<String, Integer>> young = requests(store, table, 10);
      lengthenLog(directory.resolve("lake/tables/long/_delta_log"), 11, 1_000);
      DeltaTable reopened = DeltaTable.at(store, table.root());
      append(reopened, 1_000); // with a checkpoint
      List<Map<String, Integer>> old = requests(store, reopened, 1_010);

      assertThat(young.get(1)).isEqualTo(Map.of("PUT", 1, "LIST", 3));
      assertThat(old).isEqualTo(young);
      assertThat(reopened.snapshot().orElseThrow().version()).isEqualTo(1_010);
    }
  }

  /** The requests of ten commits in a row, each with a look at the progress before. */
  private static List<Map<String, Integer>> requests(
      CountingStore store, DeltaTable table, int lastVersion) {
    return IntStream.rangeClosed(lastVersion - 9, lastVersion)
        .mapToObj(
            version -> {
              store.takeCounts();
              append(table, version);
              return store.takeCounts();
            })
        .toList();
  }

  private static void append(DeltaTable table, int number) {
    Optional<Snapshot> base = table.snapshot();
    String source = "file:" + number;
    assertThat(base.map(snapshot -> snapshot.progress(source).isEmpty()).orElse(true)).isTrue();
    DataFile file = new DataFile("f" + number, Map.of(), 1, Instant.now(), Optional.empty());
    table.commit(Transactions.append(base, file, new Progress(source, 0)));
  }

  /** As many commits as other writers make in days. */
  private static void lengthenLog(Path log, int from, int to) throws Exception {
    for (int version = from; version < to; version++) {
      String line =
          """
          {"commitInfo":{"timestamp":%d,"operation":"STREAMING UPDATE","operationParameters":{}}}
          """
              .formatted(System.currentTimeMillis());
      Files.writeString(log.resolve("%020d.json".formatted(version)), line, UTF_8);
    }
  }
}
