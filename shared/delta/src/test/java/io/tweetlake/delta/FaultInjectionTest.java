package io.tweetlake.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.store.RetryDelays;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.store.testing.FaultyHttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several writers, one table that is maintained and built anew meanwhile, and a network and
 * processes that fail by a seed.
 *
 * <p>{@code -Dtweetlake.faults.seed=N} repeats one run, {@code -Dtweetlake.faults.runs=N} makes
 * more or fewer.
 */
class FaultInjectionTest {
  private static final int RUNS = Integer.getInteger("tweetlake.faults.runs", 500);
  private static final int RUNS_FOR_ALL_WORK = 100;
  private static final int KINDS_OF_WORK = 6;
  private static final int PARALLEL_RUNS = 4;
  private static final RetryDelays QUICK =
      new RetryDelays(4, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(2));

  /** What maintenance did beside the writers, over all runs. */
  private static final Map<String, Integer> WORK_DONE = new ConcurrentHashMap<>();

  @TempDir static Path scratch;
  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");

  @Test
  void takesInEachInputOnceUnderEveryFault() throws Exception {
    Long seed = Long.getLong("tweetlake.faults.seed");
    if (seed != null) {
      new Run(seed).check();
      return;
    }
    Map<Long, Throwable> failures = new ConcurrentHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(PARALLEL_RUNS);
    for (long run = 1; run <= RUNS; run++) {
      long number = run;
      pool.execute(
          () -> {
            try {
              new Run(number).check();
            } catch (Throwable e) { // assertion errors too
              failures.put(number, e);
            }
          });
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(20, TimeUnit.MINUTES)).isTrue();
    assertThat(new TreeMap<>(failures))
        .as("failures by seed, of %d runs; repeat with -Dtweetlake.faults.seed=N", RUNS)
        .isEmpty();
    assertThat(WORK_DONE)
        .as("work of maintenance beside the writers")
        .containsOnlyKeys(
            "merged files",
            "pruned entries",
            "vacuumed objects",
            "deleted log files",
            "checkpoints",
            "rebuilds");
    System.out.println("Maintenance beside the writers: " + WORK_DONE);
    if (RUNS >= RUNS_FOR_ALL_WORK) {
      assertThat(WORK_DONE.values()).as("%s", WORK_DONE).doesNotContain(0);
    }
  }

  /** One seed's writers, inputs, interleaving and faults. */
  private static final class Run {
    private final long seed;
    private final SplittableRandom random;
    private final int inputs;
    private final double faultRate;
    private final double crashRate;
    private final ObjectPath root;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedTimes times = new SimulatedTimes(clock);
    private final Landing landing = new Landing(clock);

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.inputs = 2 + random.nextInt(4);
      this.faultRate = random.nextInt(4) * 0.06;
      this.crashRate = random.nextInt(3) * 0.01;
      this.root = new ObjectPath("lake", "tables/run " + seed);
    }

    void check() throws Exception {
      int writers = 1 + random.nextInt(3);
      Turns turns = new Turns(random.split(), clock, writers);
      ExecutorService pool = Executors.newFixedThreadPool(writers);
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int number = writer;
        long writerSeed = random.nextLong();
        running.add(pool.submit(() -> write(turns, number, writerSeed)));
      }
      throwFailures(running);
      pool.shutdown();
      turns.runAllLate();
      ObjectStore store = times.of(s3.store());
      if (random.nextBoolean()) {
        maintainMuchLater(store);
      }
      // what crashed writers left undone is delivered again
      Appender successor = appender(store);
      for (int input = 0; input < inputs; input++) {
        successor.takeIn(List.of(input), false);
      }
      verify(table(store));
    }

    /** All of them: the first may be but the consequence of another. */
    private static void throwFailures(List<Future<?>> running) throws Exception {
      List<ExecutionException> failures = new ArrayList<>();
      for (Future<?> writer : running) {
        try {
          writer.get();
        } catch (ExecutionException e) {
          failures.add(e);
        }
      }
      if (!failures.isEmpty()) {
        ExecutionException first = failures.remove(0);
        failures.forEach(first::addSuppressed);
        throw first;
      }
    }

    private void maintainMuchLater(ObjectStore store) {
      clock.advance(Duration.ofHours(1));
      for (int work = 0; work < KINDS_OF_WORK; work++) {
        maintain(store, work);
      }
    }

    private void write(Turns turns, int writer, long writerSeed) {
      FaultSchedule schedule = new FaultSchedule(turns, writer, writerSeed, faultRate, crashRate);
      Random order = new Random(writerSeed);
      try (ObjectStore store =
          S3ObjectStore.create(s3.settings(), new FaultyHttpClient(schedule), QUICK)) {
        deliver(times.of(store), order);
      } catch (RuntimeException | FaultSchedule.CrashError e) {
        if (!schedule.crashed()) {
          throw e;
        }
      } finally {
        turns.finish(writer);
      }
    }

    /** Some inputs, in some order, alone or together, some twice; now and then a merge. */
    private void deliver(ObjectStore store, Random order) {
      List<Integer> deliveries = new ArrayList<>();
      for (int input = 0; input < inputs; input++) {
        deliveries.add(input);
      }
      deliveries.add(order.nextInt(inputs));
      Collections.shuffle(deliveries, order);
      Appender appender = appender(store);
      for (int from = 0; from < deliveries.size(); ) {
        int to = Math.min(deliveries.size(), from + 1 + order.nextInt(2));
        appender.takeIn(
            deliveries.subList(from, to).stream().distinct().toList(), order.nextInt(4) == 0);
        if (order.nextInt(3) == 0) {
          maintain(store, order.nextInt(KINDS_OF_WORK));
        }
        from = to;
      }
    }

    private DeltaTable table(ObjectStore store) {
      return DeltaTable.at(store, root, clock);
    }

    private Appender appender(ObjectStore store) {
      return new Appender(store, table(store), landing, () -> {});
    }

    private void maintain(ObjectStore store, int work) {
      DeltaTable table = table(store);
      DeltaMaintenance maintenance = DeltaMaintenance.of(table);
      try {
        switch (work) {
          case 0 ->
              done(
                  "merged files",
                  maintenance
                      .compact(
                          1 << 20, new ParquetMerger(), scratch, clock.instant().plusSeconds(600))
                      .removedFiles());
          case 1 ->
              done(
                  "pruned entries",
                  maintenance.pruneProgress(table.snapshot().flatMap(landing::oldestPending)));
          case 2 -> done("rebuilds", refresh(store, table));
          case 3 -> done("checkpoints", maintenance.checkpoint().isPresent() ? 1 : 0);
          case 4 -> done("vacuumed objects", maintenance.vacuum().deleted().size());
          default -> done("deleted log files", maintenance.cleanLog());
        }
      } catch (CommitConflictException | CommitFailedException | ObjectStoreException e) {
        // the next maintenance does it
      }
    }

    private int refresh(ObjectStore store, DeltaTable table) {
      if (table.snapshot().isEmpty()) {
        return 0;
      }
      DeltaTable built = table.rebuild();
      new Appender(store, built, landing, () -> {}).takeIn(landing.landed(), false);
      table.publishRebuild(built, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of());
      return 1;
    }

    private static void done(String what, int count) {
      WORK_DONE.merge(what, count, Integer::sum);
    }

    private void verify(DeltaTable table) {
      Snapshot snapshot = table.snapshot().orElseThrow();
      KernelTable kernel = KernelTable.read(s3.store(), root);
      List<Long> rows = new ArrayList<>();
      kernel.forEachRow(row -> rows.add(row.getLong(0)));
      rows.sort(null);
      assertThat(rows).as("rows of seed %d", seed).isEqualTo(Appender.rows(inputs));
      assertThat(kernel.version()).as("version").isEqualTo(snapshot.version());
      assertThat(kernel.filePaths()).as("files").hasSameSizeAs(snapshot.files());
      for (int input = 0; input < inputs; input++) {
        assertThat(landing.isTakenIn(snapshot, input)).isTrue();
      }
      assertThat(TableCheck.check(table, TestRows::stats, scratch)).isEmpty();
    }
  }
}
