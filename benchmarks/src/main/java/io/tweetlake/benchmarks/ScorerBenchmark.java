package io.tweetlake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.tweetlake.function.scorer.ModelCatalog;
import io.tweetlake.function.scorer.ModelEndpoint;
import io.tweetlake.function.scorer.SageMakerModel;
import io.tweetlake.function.scorer.WireDialect;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.endpoint.Dialect;
import io.tweetlake.sentiment.endpoint.HostedModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import io.tweetlake.sentiment.endpoint.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How busy the scorer keeps an endpoint, and what that takes: a stand-in with workers that answer
 * every call after 40 ms, 32 texts a call, 8 calls in flight. With fewer workers than calls in
 * flight the next call waits at the endpoint, as it does before a GPU. Prints one line for every
 * tenth of the rows; the processor's time is that of the whole process, the stand-in included.
 *
 * <pre>ScorerBenchmark [rows, 200000] [workers, 6]</pre>
 */
public final class ScorerBenchmark {
  private static final String ENDPOINT = "benchmark";
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final int DEFAULT_ROWS = 200_000;
  private static final int WORKERS = ModelEndpoint.DEFAULT_CONCURRENCY;
  private static final int ASKING_THREADS = 2;

  /** What DuckDB hands to a function at a time. */
  private static final int ROWS_PER_CALL = 2048;

  private ScorerBenchmark() {}

  public static void main(String[] args) {
    int rows = args.length == 0 ? DEFAULT_ROWS : Integer.parseInt(args[0]);
    HostedModel hosted =
        HostedModel.of(new ConstantModel(), Dialect.HUGGING_FACE)
            .withLatency(LATENCY)
            .withWorkers(WORKERS);
    try (SageMakerStandIn standIn = SageMakerStandIn.startHosted(Map.of(ENDPOINT, hosted));
        SageMakerModel model = connect(standIn)) {
      score(model, rows, 10 * ROWS_PER_CALL);
      run(model, standIn, rows);
    }
  }

  private static void run(SageMakerModel model, SageMakerStandIn standIn, int rows) {
    System.out.printf(
        Locale.ROOT,
        "%10s %10s %8s %12s %10s%n",
        "rows",
        "rows/s",
        "busy %",
        "CPU ms/call",
        "heap MiB");
    int step = Math.max(1, rows / 10);
    for (int done = 0; done < rows; done += step) {
      int count = Math.min(step, rows - done);
      Usage before = standIn.usage(ENDPOINT);
      long cpuStart = cpuNanos();
      long start = System.nanoTime();
      score(model, done, count);
      double seconds = (System.nanoTime() - start) / 1e9;
      Usage after = standIn.usage(ENDPOINT);
      double cpuMillis = (cpuNanos() - cpuStart) / 1e6;
      double calls = after.calls() - before.calls();
      // the latency itself, without what the stand-in's threads waited for a processor
      double busySeconds = calls * LATENCY.toNanos() / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%10d %10.0f %8.1f %12.2f %10d%n",
          done + count,
          count / seconds,
          100 * busySeconds / (seconds * WORKERS),
          cpuMillis / calls,
          usedHeapMebibytes());
    }
  }

  private static void score(SageMakerModel model, int from, int count) {
    AtomicInteger next = new AtomicInteger(from);
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, ASKING_THREADS)
            .mapToObj(i -> CompletableFuture.runAsync(() -> score(model, next, from + count)))
            .toList();
    threads.forEach(CompletableFuture::join);
  }

  private static void score(SageMakerModel model, AtomicInteger next, int end) {
    for (int first = next.getAndAdd(ROWS_PER_CALL);
        first < end;
        first = next.getAndAdd(ROWS_PER_CALL)) {
      List<String> texts =
          IntStream.range(first, Math.min(first + ROWS_PER_CALL, end))
              .mapToObj(i -> "A post of about the usual length, with its own number " + i)
              .toList();
      if (model.answer("moods", texts).size() != texts.size()) {
        throw new IllegalStateException("An answer is missing");
      }
    }
  }

  private static SageMakerModel connect(SageMakerStandIn standIn) {
    return SageMakerModel.of(
        ModelCatalog.ofModels(Map.of("moods", ModelEndpoint.of(ENDPOINT, WireDialect.HUGGINGFACE))),
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "benchmark",
            "AWS_SECRET_ACCESS_KEY", "benchmark",
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", standIn.endpoint().toString()));
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long usedHeapMebibytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() >> 20;
  }

  /** Costs nothing, so that the endpoint's time is the latency alone. */
  private static final class ConstantModel implements SentimentModel {
    @Override
    public String id() {
      return "constant";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      return Collections.nCopies(texts.size(), Sentiment.of(0.1, 0.2, 0.7));
    }
  }
}
