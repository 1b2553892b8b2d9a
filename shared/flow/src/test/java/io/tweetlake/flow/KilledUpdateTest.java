package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.delta.testing.KernelTable.Commit;
import io.tweetlake.store.testing.KilledProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AutoClose;
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

  /** Of each file: one stays, one is dropped, two are quarantined. */
  private static final int ROWS_PER_FILE = 4;

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void leavesEachRowOfEachFileInTheTablesOnce(@TempDir Path directory) throws Exception {
    KilledProcesses processes =
        new KilledProcesses(
            lake.s3(), Files.createDirectory(directory.resolve("processes")), UpdaterMain.class);
    land(0, TRAINING_FILES);
    processes.train(directory.toString());
    long trainedTo = lake.kernel("bronze").version();
    land(TRAINING_FILES, FILES);

    processes.kill(KILLS, PROCESSES, SEED, directory.toString());

    assertThat(lake.kernel("bronze").version())
        .as("versions that the killed processes wrote")
        .isGreaterThan(trainedTo);
    Updater updater = lake.updater(UpdaterMain.SQL);
    for (String table : List.of("bronze", "silver", "languages")) {
      updater.update(table, Wakeup.everything(), PLENTY);
    }
    assertThat(lake.column("bronze", "id")).isEqualTo(ids(0, 1, 2, 3));
    assertThat(lake.column("silver", "id")).isEqualTo(ids(0));
    assertThat(lake.column("silver_quarantine", "id")).isEqualTo(ids(2, 3));
    assertThat(lake.kernel("languages").rows())
        .extracting(
            row -> row.get("lang"),
            row -> row.get("posts"),
            row -> row.get("total"),
            row -> row.get("newest"))
        .containsExactlyInAnyOrder(group("en", 0, 2), group("de", 1, 3));
    assertThatEveryCommitAddsUp();
  }

  private void assertThatEveryCommitAddsUp() {
    List<Commit> commits = lake.kernel("silver").commits();
    assertThat(commits)
        .allSatisfy(
            commit -> {
              long kept = commit.addedRows();
              assertThat(commit.operation()).isEqualTo("STREAMING UPDATE");
              assertThat(number(commit, "numInputRows")).isEqualTo(ROWS_PER_FILE * kept);
              assertThat(number(commit, "numOutputRows")).isEqualTo(kept);
              assertThat(number(commit, "numDroppedRows")).isEqualTo(kept);
              assertThat(number(commit, "numQuarantinedRows")).isEqualTo(2 * kept);
            });
    assertThat(commits.stream().mapToLong(commit -> number(commit, "numInputRows")).sum())
        .isEqualTo(ROWS_PER_FILE * FILES);
    assertThat(lake.kernel("silver_quarantine").commits())
        .allSatisfy(
            commit ->
                assertThat(commit.addedRows()).isEqualTo(number(commit, "numOutputRows")).isEven());
  }

  private static long number(Commit commit, String metric) {
    return Long.parseLong(commit.metrics().get(metric));
  }

  private static Tuple group(String lang, int... places) {
    List<Object> ids = ids(places);
    return tuple(
        lang,
        (long) ids.size(),
        ids.stream().mapToLong(id -> (long) id).sum(),
        ids.get(ids.size() - 1));
  }

  /** The ids at some places of each file. */
  private static List<Object> ids(int... places) {
    return LongStream.range(0, ROWS_PER_FILE * FILES)
        .filter(id -> Arrays.stream(places).anyMatch(place -> id % ROWS_PER_FILE == place))
        .<Object>mapToObj(id -> id)
        .toList();
  }

  private void land(int from, int to) {
    for (int file = from; file < to; file++) {
      long id = (long) ROWS_PER_FILE * file;
      lake.land(
          "posts/%03d.ndjson.gz".formatted(file),
          "{\"id\":%d,\"lang\":\"en\",\"author\":\"a\"}".formatted(id),
          "{\"id\":%d,\"lang\":\"de\",\"author\":\"b\"}".formatted(id + 1),
          "{\"id\":%d,\"lang\":\"en\"}".formatted(id + 2),
          "{\"id\":%d,\"lang\":\"de\"}".formatted(id + 3));
    }
  }
}
