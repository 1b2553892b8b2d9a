package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.post;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
  private static final String SQL =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE silver (
        CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION QUARANTINE ROW
      ) AS SELECT id, lang FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE languages
      AS SELECT lang, count(*) AS posts FROM STREAM(bronze) GROUP BY lang;
      """;
  private static final int WRITERS = 4;
  private static final int FILES = 16;

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void severalWritersOfTheSameEventsWriteEachRowOnce() throws Exception {
    List<ObjectPath> landed = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String lang = i % 2 == 0 ? "en" : "de";
      // every other file brings a column of its own: writers change the schema beside each other
      String extra = i % 2 == 0 ? "" : ",\"extra_%d\":{\"x\":%d}".formatted(i, i);
      landed.add(
          lake.land(
              "posts/%02d.ndjson.gz".formatted(i),
              "{\"id\":%d,\"lang\":\"%s\"%s}".formatted(i, lang, extra)));
    }
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        running.add(writers.submit(writer(new Random(writer), landed)));
      }
      for (Future<Void> writer : running) {
        writer.get();
      }
    } finally {
      writers.shutdown();
    }
    updateAll(lake.updater(SQL), landed);

    assertThat(lake.column("bronze", "id")).containsExactlyElementsOf(ids(0, FILES));
    assertThat(lake.column("silver", "id")).hasSize(FILES / 2).doesNotHaveDuplicates();
    assertThat(lake.column("silver_quarantine", "id")).hasSize(FILES / 2).doesNotHaveDuplicates();
    assertThat(lake.kernel("languages").rows())
        .extracting(row -> row.get("lang") + " " + row.get("posts"))
        .containsExactlyInAnyOrder("en 8", "de 8");
  }

  /**
   * Updates all tables over and over, with a part of the files each time, in an order of its own.
   */
  private Callable<Void> writer(Random random, List<ObjectPath> landed) {
    return () -> {
      Updater updater = lake.updater(SQL);
      for (int round = 0; round < FILES / 2; round++) {
        ObjectPath[] some =
            landed.stream().filter(file -> random.nextInt(4) == 0).toArray(ObjectPath[]::new);
        updater.update("bronze", files(some), PLENTY);
        updater.update("silver", upstream(), PLENTY);
        updater.update("languages", upstream(), PLENTY);
      }
      return null;
    };
  }

  @Test
  void aWriterThatDiesAtAnyWriteLeavesNothingLostAndNothingDouble() {
    List<ObjectPath> landed = new ArrayList<>();
    boolean died = true;
    int step = 0;
    while (died) {
      step++;
      died = false;
      for (boolean done : new boolean[] {false, true}) {
        long id = landed.size();
        landed.add(
            lake.land("posts/%03d.ndjson.gz".formatted(id), post(id, "en"), post(1000 + id, "de")));
        CrashingStore store =
            done
                ? CrashingStore.after(lake.store(), step)
                : CrashingStore.before(lake.store(), step);
        try {
          updateAll(lake.updater(SQL, store), landed);
        } catch (RuntimeException e) {
          assertThat(store.isDead()).as("only the crash may fail an update: %s", e).isTrue();
        }
        died |= store.isDead();
        updateAll(lake.updater(SQL), landed);
      }
      String where = "after crashes before and after write " + step;
      assertThat(lake.column("bronze", "id")).as(where).hasSize(2 * landed.size());
      assertThat(lake.column("bronze", "id")).as(where).doesNotHaveDuplicates();
      assertThat(lake.column("silver", "id"))
          .as(where)
          .containsExactlyElementsOf(ids(0, landed.size()));
      assertThat(lake.column("silver_quarantine", "id"))
          .as(where)
          .containsExactlyElementsOf(ids(1000, 1000 + landed.size()));
      assertThat(lake.column("languages", "posts")).as(where).containsOnly((long) landed.size());
    }
    assertThat(step).as("writes of an update of all tables").isGreaterThan(6);
  }

  private static List<Object> ids(long from, long to) {
    return LongStream.range(from, to).<Object>mapToObj(id -> id).toList();
  }

  private void updateAll(Updater updater, List<ObjectPath> landed) {
    updater.update("bronze", files(landed.toArray(ObjectPath[]::new)), PLENTY);
    updater.update("silver", upstream(), PLENTY);
    updater.update("languages", upstream(), PLENTY);
  }
}
