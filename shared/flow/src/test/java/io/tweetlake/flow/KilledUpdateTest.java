package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.testing.KilledProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that update a pipeline's tables, killed without warning (SIGKILL). */
class KilledUpdateTest {
  private static final int KILLS = 20;
  private static final int PROCESSES = 2;
  private static final int TRAINING_FILES = 2;

  /** More than the processes can take in before they are killed. */
  private static final int FILES = 100;

  private static final long SEED = 20_210_102;

  @TempDir Path directory;

  @Test
  void leavesEachRowOfEachFileInTheTablesOnce() throws Exception {
    try (TestLake lake = new TestLake(directory)) {
      KilledProcesses processes =
          new KilledProcesses(
              lake.s3(), Files.createDirectory(directory.resolve("processes")), UpdaterMain.class);
      land(lake, 0, TRAINING_FILES);
      processes.train(directory.toString());
      long trainedTo = lake.kernel("bronze").version();
      land(lake, TRAINING_FILES, FILES);

      processes.kill(KILLS, PROCESSES, SEED, directory.toString());

      assertThat(lake.kernel("bronze").version())
          .as("versions that the killed processes wrote")
          .isGreaterThan(trainedTo);
      Updater updater = lake.updater(UpdaterMain.SQL);
      for (String table : List.of("bronze", "silver", "languages")) {
        updater.update(table, Wakeup.everything(), PLENTY);
      }
      List<Object> ids = LongStream.range(0, 2 * FILES).<Object>mapToObj(id -> id).toList();
      assertThat(lake.column("bronze", "id")).isEqualTo(ids);
      assertThat(lake.column("silver", "id"))
          .isEqualTo(ids.stream().filter(id -> (long) id % 2 == 0).toList());
      assertThat(lake.kernel("languages").rows())
          .extracting(row -> row.get("lang") + " " + row.get("posts"))
          .containsExactlyInAnyOrder("en " + FILES, "de " + FILES);
    }
  }

  private static void land(TestLake lake, int from, int to) {
    for (int file = from; file < to; file++) {
      lake.land(
          "posts/%03d.ndjson.gz".formatted(file), post(2L * file, "en"), post(2L * file + 1, "de"));
    }
  }
}
