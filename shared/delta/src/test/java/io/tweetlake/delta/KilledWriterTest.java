package io.tweetlake.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.store.testing.KilledProcesses;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that append to one table, killed without warning (SIGKILL) at random moments. */
class KilledWriterTest {
  private static final int KILLS = 35;
  private static final int PROCESSES = 2;
  private static final int TRAINING_INPUTS = 4;

  /** More than the processes can take in before they are killed. */
  private static final int INPUTS = 400;

  private static final long SEED = 20_210_101;

  @TempDir Path directory;

  @Test
  void leavesEachInputInTheTableOnce() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start(directory.resolve("s3"), "lake")) {
      ObjectPath root = new ObjectPath("lake", "tables/killed");
      KilledProcesses processes = new KilledProcesses(s3, directory, AppenderMain.class);
      processes.train(root.uri(), Integer.toString(TRAINING_INPUTS));
      long trainedTo = DeltaTable.at(s3.store(), root).snapshot().orElseThrow().version();

      processes.kill(KILLS, PROCESSES, SEED, root.uri(), Integer.toString(INPUTS));

      long killedAt = DeltaTable.at(s3.store(), root).snapshot().orElseThrow().version();
      assertThat(killedAt).as("versions that the killed processes wrote").isGreaterThan(trainedTo);
      finishAndVerify(s3, root);
    }
  }

  private static void finishAndVerify(EmbeddedS3 s3, ObjectPath root) {
    DeltaTable table = DeltaTable.at(s3.store(), root);
    int taken =
        (int)
            table.snapshot().orElseThrow().progress().stream()
                .filter(entry -> entry.source().startsWith(Progress.FILE))
                .count();
    Appender appender = new Appender(s3.store(), table, new Landing(Clock.systemUTC()), () -> {});
    for (int input = 0; input <= taken; input++) {
      appender.takeIn(List.of(input), false);
    }
    List<Long> rows = new ArrayList<>();
    KernelTable kernel = KernelTable.read(s3.store(), root);
    kernel.forEachRow(row -> rows.add(row.getLong(0)));
    rows.sort(null);
    assertThat(rows).isEqualTo(Appender.rows(taken + 1));
    assertThat(kernel.version()).isEqualTo(table.snapshot().orElseThrow().version());
  }
}
