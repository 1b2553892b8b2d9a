package io.tweetlake.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.local.ShippedPosts;
import io.tweetlake.local.UserException;
import io.tweetlake.local.cloud.Message;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.Moods;
import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template that goes to AWS, brought by the CDK's own command line to an emulator that this
 * project did not write, whose buckets, queues and topics wake the functions of this project.
 *
 * <p>One deployment serves all tests, in order: what earlier ones ingested stays.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedPipelineTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int WRITERS = 4;
  private static final int RACES = 50;

  private final ProjectFiles files = TestEmulator.files();
  private final List<ReplayInput> ingestedInputs = new ArrayList<>();

  private Path folder;
  private EmulatorRun run;
  private Deployment deployment;
  private EmulatedLake lake;

  @BeforeAll
  void deploy(@TempDir Path temporary) {
    folder = temporary;
    run = TestEmulator.start(functions());
    try {
      deployment = Deployment.prepare(files, run.emulator());
    } catch (UserException e) {
      throw TestEmulator.skip(e.getMessage());
    }
    deployment.bootstrap();
    deployment.deploy();
    System.out.println("Deployed to " + run.emulator());
    lake =
        EmulatedLake.open(
            files,
            run.emulator(),
            folder.resolve("scratch"),
            invocation ->
                invocation
                    .failure()
                    .ifPresent(
                        failure ->
                            System.out.printf("%s failed: %s%n", invocation.function(), failure)));
  }

  private List<String> functions() {
    return PipelineFolder.load(files.pipeline()).tables().stream()
        .map(table -> Emulator.functionName(table.name()))
        .toList();
  }

  @AfterAll
  void stop() {
    if (lake != null) {
      lake.close();
    }
    if (run != null) {
      run.close();
    }
  }

  @Test
  @Order(1)
  void fillsEveryTableAsTheLocalRunDoes() throws InterruptedException {
    assertSameAsLocally(ShippedPosts.input());
  }

  @Test
  @Order(2)
  void fillsEveryTableWithRealPostsAsTheLocalRunDoes() throws InterruptedException {
    Path posts =
        Optional.ofNullable(System.getenv("TWEETLAKE_TEST_DATA"))
            .map(Path::of)
            .orElseGet(() -> files.root().resolve("../shared/data"))
            .resolve("v1/sample-stream-2021.jsonl.gz");
    if (!Files.isReadable(posts)) {
      throw TestEmulator.skip("there are no real posts at " + posts);
    }
    assertSameAsLocally(ReplayInput.file(posts));
  }

  @Test
  @Order(3)
  void takesARedeliveredEventInOnce() throws InterruptedException {
    ObjectPath landed =
        lake.store()
            .list(
                new ObjectPath(run.emulator().layout().landingBucket(), "posts/"), Optional.empty())
            .next()
            .path();
    long before = rows("bronze");
    long version = version("bronze");
    String event =
        """
        {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}
        """
            .formatted(landed.bucket(), landed.key().replace("=", "%3D"));
    SqsQueue queue = lake.table("bronze").queue();
    for (int i = 0; i < 3; i++) {
      queue.send(event);
    }
    await("the queue to be empty", () -> queue.depth() == 0);
    assertThat(rows("bronze")).isEqualTo(before).isPositive();
    assertThat(version("bronze")).isEqualTo(version);
    assertThat(lake.deadLetters()).isZero();
  }

  @Test
  @Order(4)
  void letsOneOfSeveralWritersOfACommitWin() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int race = 0; race < RACES; race++) {
        ObjectPath commit =
            new ObjectPath(
                run.emulator().layout().lakeBucket(),
                "tables/race/_delta_log/%020d.json".formatted(race));
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          byte[] body = {(byte) writer};
          attempts.add(() -> wins(commit, body));
        }
        int winners = 0;
        for (Future<Boolean> attempt : writers.invokeAll(attempts)) {
          winners += attempt.get() ? 1 : 0;
        }
        assertThat(winners).as("winners of race %d", race).isEqualTo(1);
        assertThatThrownBy(() -> lake.store().writeIfAbsent(commit, new byte[1], Map.of()))
            .isInstanceOf(ObjectExistsException.class);
      }
    } finally {
      writers.shutdownNow();
    }
  }

  private boolean wins(ObjectPath commit, byte[] body) {
    try {
      lake.store().writeIfAbsent(commit, body, Map.of());
      return true;
    } catch (ObjectExistsException e) {
      return false;
    }
  }

  @Test
  @Order(5)
  void changesNothingWhenDeployedAgain() {
    assertThat(deployment.deploy()).contains("no changes");
  }

  @Test
  @Order(6)
  void givesUpAFileThatCannotBeReadAndLoadsItsNeighbour() throws Exception {
    DeployedTable bronze = lake.table("bronze");
    long before = rows("bronze");
    // as deployed, a message comes back after six times the function's timeout
    bronze.queue().changeVisibility(Duration.ofSeconds(2));
    String day = run.emulator().layout().landingBucket();
    ObjectPath broken = new ObjectPath(day, "posts/dt=2026-01-01/broken.ndjson.gz");
    ObjectPath whole = new ObjectPath(day, "posts/dt=2026-01-01/a b+c.ndjson.gz");
    lake.store().write(broken, "no gzip".getBytes(UTF_8), Map.of());
    lake.store()
        .write(whole, gzip("{\"id\":1,\"lang\":\"en\",\"text\":\"Good morning\"}\n"), Map.of());
    await("the neighbour's row", () -> rows("bronze") == before + 1);
    SqsQueue deadLetters = bronze.queue().deadLetters().orElseThrow();
    await("a dead letter", () -> deadLetters.depth() == 1);
    assertThat(deadLetters.receive(1, Duration.ofSeconds(1)))
        .extracting(Message::body)
        .singleElement()
        .asString()
        .contains("broken.ndjson.gz");
    await("the queue to be empty", () -> bronze.queue().depth() == 0);
    assertThat(rows("bronze")).isEqualTo(before + 1);
  }

  private void assertSameAsLocally(ReplayInput input) throws InterruptedException {
    ingestedInputs.add(input);
    IngestReport ingested = lake.ingest(List.of(input));
    assertThat(ingested.posts()).isPositive();
    LakeReport report = lake.awaitUpToDate(PATIENCE);
    assertThat(lake.behind(report)).isEmpty();
    assertThat(lake.deadLetters()).isZero();
    LakeReport local = locally();
    assertThat(report.tables()).hasSameSizeAs(local.tables());
    assertThat(numbers(report)).isEqualTo(numbers(local));
    assertThat(report.languages()).isEqualTo(local.languages());
    // real posts must not get into a test's output, so their texts are not compared here
    Moods moods = report.moods().orElseThrow();
    Moods localMoods = local.moods().orElseThrow();
    assertThat(moods.counts()).isEqualTo(localMoods.counts());
    assertThat(moods.total()).isEqualTo(localMoods.total());
    assertThat(moods.unscored()).isEqualTo(localMoods.unscored());
  }

  /** The report of a local run over everything that was ingested so far. */
  private LakeReport locally() throws InterruptedException {
    Path home = folder.resolve("local-" + ingestedInputs.size());
    try (LocalLake local = LocalLake.open(home.resolve("lake"));
        Demo demo =
            Demo.start(
                PipelineFolder.load(files.pipeline()),
                local,
                home.resolve("scratch"),
                metrics -> {})) {
      for (ReplayInput input : ingestedInputs) {
        demo.ingest(List.of(input), IngestListener.NONE);
      }
      LakeReport report = demo.awaitUpToDate();
      assertThat(demo.isComplete(report)).isTrue();
      return report;
    }
  }

  private static List<String> numbers(LakeReport report) {
    return report.tables().stream()
        .map(
            table ->
                "%s: %d rows, %s"
                    .formatted(table.name(), table.rows(), List.copyOf(table.expectations())))
        .toList();
  }

  private TableNode node(String table) {
    return lake.report().tables().stream()
        .filter(node -> node.name().equals(table))
        .findFirst()
        .orElseThrow();
  }

  private long rows(String table) {
    return node(table).rows();
  }

  private long version(String table) {
    return node(table).version().orElseThrow();
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited %s for %s", PATIENCE, what).isLessThan(endNanos);
      Thread.sleep(200);
    }
  }
}
