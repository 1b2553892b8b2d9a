package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streaming tables that join streams: each pair of rows once, whichever came first. */
class JoinedStreamsTest {
  private static final String SOURCES =
      """
      CREATE OR REFRESH STREAMING TABLE orders
      AS SELECT * FROM STREAM read_files("s3://${landing}/orders/", format => "json",
        schema => "id BIGINT, customer BIGINT, amount BIGINT, note STRING");
      CREATE OR REFRESH STREAMING TABLE customers
      AS SELECT * FROM STREAM read_files("s3://${landing}/customers/", format => "json",
        schema => "customer BIGINT, name STRING");
      """;

  private static final String SQL =
      SOURCES
          + """
          CREATE OR REFRESH STREAMING TABLE named (
            CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION DROP ROW,
            CONSTRAINT large EXPECT (amount > 2) ON VIOLATION QUARANTINE ROW
          ) AS SELECT o.id, c.name, o.amount
          FROM STREAM(orders) o INNER JOIN STREAM(customers) c ON o.customer = c.customer;
          """;

  private static final int REPETITIONS = 8;

  @AutoClose private final TestLake lake = new TestLake();
  private Updater updater;
  private final AtomicInteger files = new AtomicInteger();

  @BeforeEach
  void start() {
    updater = lake.updater(SQL);
  }

  @Test
  void aRowFindsThePartnersThatCameBeforeItAndThoseThatComeLater() {
    orders(order(1, 1, 10), order(2, 2, 10));
    customers(customer(1, "ada"));
    assertThat(update("named").rows()).containsExactly("1 ada");

    customers(customer(2, "bob"));
    assertThat(update("named").rows()).as("the order waited").containsExactly("1 ada", "2 bob");

    orders(order(3, 1, 10));
    assertThat(update("named").rows())
        .as("the customer is from before")
        .containsExactly("1 ada", "2 bob", "3 ada");

    orders(order(4, 3, 10));
    customers(customer(3, "cid"));
    assertThat(update("named").rows())
        .as("both are new")
        .containsExactly("1 ada", "2 bob", "3 ada", "4 cid");

    assertThat(updater.update("named", upstream(), PLENTY).commits()).isEmpty();
  }

  @Test
  void severalRowsOfAKeyOnBothSidesMakeEachPairOnce() {
    orders(order(1, 1, 10), order(2, 1, 10));
    customers(customer(1, "ada"), customer(1, "ida"));
    update("named");
    orders(order(3, 1, 10));
    customers(customer(1, "eda"));

    assertThat(update("named").rows())
        .containsExactly(
            "1 ada", "1 eda", "1 ida", "2 ada", "2 eda", "2 ida", "3 ada", "3 eda", "3 ida");
  }

  @Test
  void countsTheJoinedRows() {
    customers(customer(2, "bob"));
    orders(order(1, 1, -1), order(2, 1, 2), order(3, 1, 3));
    update("named");
    customers(customer(1, "ada"));

    UpdateMetrics metrics = update("named").last();

    assertThat(metrics.rowsIn()).isEqualTo(3);
    assertThat(metrics.rowsWritten()).isEqualTo(1);
    assertThat(metrics.rowsDropped()).isZero();
    assertThat(metrics.rowsQuarantined()).isEqualTo(2);
    assertThat(metrics.inputFiles()).as("the new one").isEqualTo(1);
    assertThat(metrics.expectations())
        .extracting(ExpectationCount::name, ExpectationCount::passed, ExpectationCount::failed)
        .containsExactly(tuple("positive", 2L, 1L), tuple("large", 1L, 2L));
    assertThat(lake.column("named_quarantine", "id")).containsExactly(1L, 2L);
  }

  @Test
  void readsPastRowsWhereCompactionHasPutThemAndVacuumLeftThem() {
    orders(order(1, 1, 10));
    orders(order(2, 2, 10));
    customers(customer(7, "nobody"));
    customers(customer(8, "nobody"));
    update("named");

    compact("orders");
    vacuum("orders");
    customers(customer(1, "ada"));
    assertThat(update("named").rows()).containsExactly("1 ada");

    compact("customers");
    vacuum("customers");
    orders(order(3, 1, 10), order(4, 7, 10));
    assertThat(update("named").rows()).containsExactly("1 ada", "3 ada", "4 nobody");
  }

  @Test
  void tellsPastRowsFromNewOnesWhereCompactionHasMergedThem() {
    orders(order(1, 1, 10));
    update("named");
    customers(customer(2, "bob"));
    update("named");
    orders(order(2, 1, 10));
    orders(order(3, 2, 10));
    compact("orders");
    customers(customer(1, "ada"));

    assertThat(update("named").rows()).containsExactly("1 ada", "2 ada", "3 bob");

    vacuum("orders");
    customers(customer(1, "ida"));
    assertThat(update("named").rows()).containsExactly("1 ada", "1 ida", "2 ada", "2 ida", "3 bob");
  }

  @Test
  void takesBothStreamsInBitByBit() {
    for (int i = 1; i <= 3; i++) {
      orders(order(i, i, 10), order(10 + i, i, 10));
      customers(customer(i, "first"), customer(4 - i, "second"));
    }
    Budget oneFileEach = Budget.of(1, Duration.ofHours(2));

    List<UpdateMetrics> commits = updater.update("named", upstream(), oneFileEach).commits();

    assertThat(commits).hasSize(3);
    assertThat(update("named").rows()).isEqualTo(expected(3));
    for (int i = 4; i <= 6; i++) {
      orders(order(i, i, 10), order(10 + i, i, 10));
      customers(customer(i, "first"), customer(10 - i, "second"));
    }
    assertThat(updater.update("named", upstream(), oneFileEach).commits()).hasSize(3);
    assertThat(update("named").rows()).isEqualTo(expected(6));
  }

  private static List<String> expected(int customers) {
    return IntStream.rangeClosed(1, customers)
        .boxed()
        .flatMap(i -> Stream.of(i, 10 + i))
        .flatMap(id -> Stream.of(id + " first", id + " second"))
        .sorted()
        .toList();
  }

  @Test
  void twoWritersOfWhichEachSeesNewRowsOfAnotherStreamLoseNoPair() {
    orders(order(1, 1, 10));
    customers(customer(1, "ada"));
    update("named");
    // when the late writer has looked for orders, and before it looks for customers
    ObjectStore store =
        new ForwardingObjectStore(lake.store()) {
          private final AtomicBoolean done = new AtomicBoolean();

          @Override
          public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
            if (prefix.key().contains("tables/customers/") && done.compareAndSet(false, true)) {
              orders(order(2, 2, 10));
              assertThat(update("named").last().rowsIn()).isZero();
              customers(customer(2, "bob"));
            }
            return super.list(prefix, startAfter);
          }
        };

    UpdateResult late = lake.updater(SQL, store).update("named", upstream(), PLENTY);

    assertThat(late.commits())
        .singleElement()
        .satisfies(commit -> assertThat(commit.conflicts()).isEqualTo(1));
    assertThat(update("named").rows()).containsExactly("1 ada", "2 bob");
  }

  @Test
  void severalWritersAtOnceWriteEachPairOnce() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      running.add(writers.submit(() -> repeat(i -> orders(order(i, i % 2, 10)))));
      running.add(writers.submit(() -> repeat(i -> customers(customer(i % 2, "c" + i)))));
      Updater other = lake.updater(SQL);
      running.add(writers.submit(() -> repeat(i -> other.update("named", upstream(), PLENTY))));
      for (Future<?> writer : running) {
        writer.get();
      }
    } finally {
      writers.shutdown();
    }

    assertThat(update("named").rows())
        .hasSize(2 * REPETITIONS / 2 * REPETITIONS / 2)
        .doesNotHaveDuplicates();
  }

  /** Does something, and updates the join after each time. */
  private void repeat(IntConsumer work) {
    Updater own = lake.updater(SQL);
    for (int i = 0; i < REPETITIONS; i++) {
      work.accept(i);
      if (lake.exists("orders") && lake.exists("customers")) {
        own.update("named", upstream(), PLENTY);
      }
    }
  }

  @Test
  void aWriterThatDiesAtAnyWriteLeavesNoPairLostAndNoneDouble() {
    boolean died = true;
    for (int step = 1; died; step++) {
      died = false;
      for (boolean done : new boolean[] {false, true}) {
        int number = files.get();
        orders(order(number, 1, 10), order(number, 2, 10));
        customers(customer(1, "c" + number));
        CrashingStore store =
            done
                ? CrashingStore.after(lake.store(), step)
                : CrashingStore.before(lake.store(), step);
        try {
          lake.updater(SQL, store).update("named", upstream(), PLENTY);
        } catch (RuntimeException e) {
          assertThat(store.isDead()).as("only the crash may fail an update: %s", e).isTrue();
        }
        died |= store.isDead();
      }
      int rounds = files.get() / 2;
      assertThat(update("named").rows())
          .as("after crashes before and after write " + step)
          .hasSize(rounds * rounds)
          .doesNotHaveDuplicates();
    }
    assertThat(files.get()).as("files of so many crashes").isGreaterThan(8);
  }

  @Test
  void aFullRefreshOfOneStreamBuildsTheJoinAnew() {
    orders(order(1, 1, 10));
    update("named");
    customers(customer(1, "ada"));
    update("named");
    orders(order(2, 1, 10));

    List<UpdateResult> results = new Refresher(updater, 1L << 20).refresh(List.of("orders"));

    assertThat(results).extracting(UpdateResult::table).containsExactly("orders", "named");
    assertThat(update("named").rows()).containsExactly("1 ada", "2 ada");
    customers(customer(1, "ida"));
    assertThat(update("named").rows()).containsExactly("1 ada", "1 ida", "2 ada", "2 ida");
  }

  @Test
  void aStreamThatLostRowsFailsTheUpdateBeforeAnyPairIsMissed() {
    customers(customer(2, "bob"));
    orders(order(1, 1, 10));
    update("named");
    Snapshot before = lake.delta("orders").snapshot().orElseThrow();
    lake.delta("orders").commit(Transaction.of(before, "DELETE").remove(before.files()).build());
    customers(customer(1, "ada"));

    assertThatThrownBy(() -> update("named"))
        .isInstanceOf(UpstreamChangedException.class)
        .hasMessageContaining("orders");
  }

  @Test
  void whatWasForgottenFindsNoPartnerAnyMore() {
    orders(order(1, 1, 10), order(2, 1, 10));
    update("named");
    new Forgetter(updater)
        .forget(ForgetRequest.ofPosts(List.of("1")), Instant.now().plusSeconds(60));
    customers(customer(1, "ada"));

    assertThat(update("named").rows()).containsExactly("2 ada");
  }

  @Test
  void readsThePastOfAStreamOnlyForNewRowsOfTheOther() {
    orders(order(1, 1, 10));
    update("named");
    customers(customer(1, "ada"));
    update("named");
    Set<String> read = ConcurrentHashMap.newKeySet();
    ObjectStore store =
        new ForwardingObjectStore(lake.store()) {
          @Override
          public byte[] read(ObjectPath path) {
            read.add(path.key());
            return super.read(path);
          }
        };
    List<DataFile> past = lake.delta("orders").snapshot().orElseThrow().files();
    orders(order(2, 1, 10));

    lake.updater(SQL, store).update("named", upstream(), PLENTY);

    assertThat(update("named").rows()).containsExactly("1 ada", "2 ada");
    assertThat(read)
        .anyMatch(key -> key.startsWith("tables/customers/part-"))
        .anyMatch(key -> key.startsWith("tables/orders/part-"))
        .doesNotContain("tables/orders/" + past.get(0).path());
  }

  @Test
  void versionsWithoutRowsMakeNoCommits() {
    orders(order(1, 1, 10));
    orders(order(2, 1, 10));
    customers(customer(1, "ada"));
    update("named");

    compact("orders");

    assertThat(updater.update("named", upstream(), PLENTY).commits()).isEmpty();
  }

  private void compact(String table) {
    Maintenance.Report report =
        new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES)
            .run(table, Instant.now().plusSeconds(60));
    assertThat(report.compaction().commits()).isPositive();
  }

  /** Deletes what the table's latest version does not name, as when retention has passed. */
  private void vacuum(String table) {
    List<String> present =
        lake.delta(table).snapshot().orElseThrow().files().stream().map(DataFile::path).toList();
    lake.store()
        .list(TestLake.LAYOUT.table(table), Optional.empty())
        .forEachRemaining(
            object -> {
              String name = object.path().name();
              if (name.startsWith("part-") && !present.contains(name)) {
                lake.store().delete(object.path());
              }
            });
  }

  private record Updated(List<String> rows, UpdateMetrics last) {}

  private Updated update(String table) {
    return update(table, PLENTY);
  }

  private Updated update(String table, Budget budget) {
    List<UpdateMetrics> commits = updater.update(table, upstream(), budget).commits();
    return new Updated(
        lake.exists(table)
            ? lake.kernel(table).rows().stream()
                .map(row -> row.get("id") + " " + row.get("name"))
                .sorted()
                .toList()
            : List.of(),
        commits.isEmpty() ? null : commits.get(commits.size() - 1));
  }

  private void orders(String... lines) {
    land("orders", lines);
  }

  private void customers(String... lines) {
    land("customers", lines);
  }

  private void land(String table, String... lines) {
    lake.land("%s/%03d.gz".formatted(table, files.getAndIncrement()), lines);
    updater.update(table, Wakeup.everything(), PLENTY);
  }

  private static String order(long id, long customer, long amount) {
    return "{\"id\":%d,\"customer\":%d,\"amount\":%d}".formatted(id, customer, amount);
  }

  private static String customer(long customer, String name) {
    return "{\"customer\":%d,\"name\":\"%s\"}".formatted(customer, name);
  }
}
